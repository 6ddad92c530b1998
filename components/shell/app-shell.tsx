'use client';
import { Dialog } from '@base-ui/react/dialog';
import { Menu as MenuIcon, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useOrganization } from '../organization';
import { Button, buttonClass } from '../ui/button';
import { backdropClass } from '../ui/modal';
import { CommandPalette } from './command-palette';
import { Mark } from './mark';
import { Sidebar } from './sidebar';
import { SkipLink } from './skip-link';

/** Sidebar and content; on a narrow screen a bar whose button slides the sidebar in. Ctrl-K (⌘K) opens the palette anywhere. */
export function AppShell({ children }: { children: ReactNode }) {
  const [menu, setMenu] = useState(false);
  const [palette, setPalette] = useState(false);
  const { name } = useOrganization();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      setPalette((open) => !open);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const openPalette = () => {
    setMenu(false);
    setPalette(true);
  };

  return (
    <div className="min-h-dvh md:grid md:grid-cols-[15rem_1fr]">
      <SkipLink />
      <aside aria-label="Sidebar" className="sticky top-0 hidden h-dvh border-r md:block">
        <Sidebar onSearch={openPalette} />
      </aside>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-bg px-3 md:hidden">
        <Dialog.Root open={menu} onOpenChange={setMenu}>
          <Dialog.Trigger render={<Button variant="ghost" size="icon" aria-label="Menu" />}>
            <MenuIcon aria-hidden className="size-4.5" />
          </Dialog.Trigger>
          <Dialog.Portal>
            <Dialog.Backdrop className={backdropClass} />
            <Dialog.Popup className="fixed inset-y-0 left-0 z-50 w-[min(17rem,86vw)] border-r border-line-strong bg-bg shadow-pop outline-none transition-transform duration-200 data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
              <Dialog.Title className="sr-only">Menu</Dialog.Title>
              <Dialog.Close
                aria-label="Close menu"
                className={buttonClass({ variant: 'ghost', size: 'icon', className: 'absolute top-3 right-2' })}
              >
                <X aria-hidden className="size-4" />
              </Dialog.Close>
              <Sidebar onNavigate={() => setMenu(false)} onSearch={openPalette} />
            </Dialog.Popup>
          </Dialog.Portal>
        </Dialog.Root>
        <Mark className="size-5" />
        <span className="truncate text-sm font-semibold">{name}</span>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 px-4 py-5 outline-none md:px-8 md:py-7">
        <div className="mx-auto max-w-6xl">{children}</div>
      </main>
      <CommandPalette open={palette} onOpenChange={setPalette} />
    </div>
  );
}
