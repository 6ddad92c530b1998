'use client';
import { Dialog } from '@base-ui/react/dialog';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { FileText, LogOut, type LucideIcon, Monitor, Moon, Plus, Search, Send, Sun, User, UsersRound } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useIsOwner, useOrganization } from '../organization';
import { applyTheme } from '../theme';
import { alone, useTRPC } from '../trpc';
import { backdropClass } from '../ui/modal';
import { useDebounced } from '../use-search';
import { useSignOut } from './account-menu';
import { navigation } from './nav';

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Ctrl-K: go to a place, an audience, a contact or a template, or do one of a few things. */
export const CommandPalette = ({ open, onOpenChange }: Props) => (
  <Dialog.Root open={open} onOpenChange={onOpenChange}>
    <Dialog.Portal>
      <Dialog.Backdrop className={backdropClass} />
      <Dialog.Popup className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line-strong bg-raised shadow-pop outline-none">
        <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
        <Palette close={() => onOpenChange(false)} />
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
);

function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState('');
  const { demo } = useOrganization();
  const owner = useIsOwner();
  const router = useRouter();
  const signOut = useSignOut();
  const trpc = useTRPC();
  const q = useDebounced(text.trim(), 180);
  const options = { enabled: q.length > 1, placeholderData: keepPreviousData, meta: { quiet: true } };
  const audiences = useQuery(trpc.audiences.list.queryOptions({ q, limit: 5 }, options));
  const contacts = useQuery(trpc.contacts.list.queryOptions({ q, limit: 5 }, { ...options, ...alone }));
  const go = (href: string) => () => {
    close();
    router.push(href as Route);
  };
  const theme = (name: 'system' | 'light' | 'dark') => () => {
    applyTheme(name);
    close();
  };
  const found = q.length > 1 && text.trim().length > 1;
  return (
    <Command label="Search or jump to" loop>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="size-4 text-ink-3" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Search audiences, contacts, places…"
          className="h-12 flex-1 bg-transparent text-base outline-none placeholder:text-ink-3"
        />
        <kbd className="rounded-sm border px-1 font-sans text-2xs text-ink-3">Esc</kbd>
      </div>
      <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-sm text-ink-3">Nothing found for “{text}”.</Command.Empty>
        {found && Boolean(audiences.data?.data.length) && (
          <Group heading="Audiences">
            {audiences.data?.data.map((a) => (
              <Item key={a.id} icon={UsersRound} value={`${a.name} ${a.slug} ${q} ${a.id}`} onSelect={go(`/overview/audiences/${a.id}`)}>
                {a.name}
              </Item>
            ))}
          </Group>
        )}
        {found && Boolean(contacts.data?.data.length) && (
          <Group heading="Contacts">
            {contacts.data?.data.map((c) => (
              <Item
                key={c.id}
                icon={User}
                value={`${c.name} ${c.email} ${c.phone} ${q} ${c.id}`}
                onSelect={go(`/overview/contacts/${c.id}`)}
              >
                {c.name ?? c.email ?? c.phone} {c.name && <span className="text-ink-3">{c.email ?? c.phone}</span>}
              </Item>
            ))}
          </Group>
        )}
        <Group heading="Go to">
          {navigation(demo).flatMap((group) =>
            group.items.map(({ href, label, icon }) => (
              <Item key={href} icon={icon} value={`go to ${label}`} onSelect={go(href)}>
                {label}
              </Item>
            )),
          )}
        </Group>
        <Group heading="Do">
          {owner && (
            <>
              <Item icon={Plus} onSelect={go('/overview/audiences?new=true')}>
                Create audience
              </Item>
              <Item icon={Plus} onSelect={go('/overview/segments/new')}>
                Create segment
              </Item>
              <Item icon={Plus} onSelect={go('/overview/contacts?new=true')}>
                Create contact
              </Item>
              <Item icon={FileText} onSelect={go('/overview/templates/new')}>
                Create template
              </Item>
            </>
          )}
          <Item icon={Send} value="latest sends progress" onSelect={go('/overview/sends')}>
            See the latest sends
          </Item>
          <Item icon={Sun} onSelect={theme('light')}>
            Light theme
          </Item>
          <Item icon={Moon} onSelect={theme('dark')}>
            Dark theme
          </Item>
          <Item icon={Monitor} onSelect={theme('system')}>
            System theme
          </Item>
          <Item icon={LogOut} onSelect={signOut}>
            Sign out
          </Item>
        </Group>
      </Command.List>
    </Command>
  );
}

const Group = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
  >
    {children}
  </Command.Group>
);

const Item = ({
  icon: Icon,
  value,
  onSelect,
  children,
}: {
  icon: LucideIcon;
  value?: string;
  onSelect: () => void;
  children: ReactNode;
}) => (
  <Command.Item
    value={value}
    onSelect={onSelect}
    className="flex cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-2 text-sm data-[selected=true]:bg-hover"
  >
    <Icon aria-hidden className="size-4 text-ink-3" />
    {children}
  </Command.Item>
);
