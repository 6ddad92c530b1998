'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { buttonClass } from './button';
import { cn } from './cn';
import { backdropClass } from './dialog';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  wide?: boolean;
  children: ReactNode;
};

/** A panel from the right for work that keeps its page in sight. A dialog, not swiped: a stray swipe must not lose a form. */
export function Drawer({ open, onOpenChange, title, description, wide, children }: Props) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={wide}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          ref={popup}
          // The panel itself: what is in it may still be loading.
          initialFocus={popup}
          className={cn(
            'fixed inset-y-0 right-0 z-50 flex w-full flex-col border-l border-line-strong bg-surface shadow-pop outline-none transition-transform duration-200 ease-out data-ending-style:translate-x-full data-starting-style:translate-x-full',
            wide ? 'sm:max-w-[min(68rem,94vw)]' : 'sm:max-w-2xl',
          )}
        >
          <header className="flex items-start gap-4 border-b py-3 pr-14 pl-4 sm:pl-6">
            <div className="min-w-0 flex-1">
              <Base.Title className="truncate text-lg font-semibold">{title}</Base.Title>
              {description && <Base.Description className="truncate text-sm text-ink-3">{description}</Base.Description>}
            </div>
          </header>
          {children}
          <Base.Close
            aria-label="Close"
            className={buttonClass({ variant: 'ghost', size: 'iconSm', className: 'absolute top-3 right-3 sm:right-5' })}
          >
            <X aria-hidden className="size-4" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export const DrawerBody = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={cn('min-h-0 flex-1 overflow-y-auto px-4 py-5 sm:px-6', className)}>{children}</div>
);

export const DrawerFooter = ({ className, children }: { className?: string; children: ReactNode }) => (
  <footer className={cn('flex flex-wrap items-center justify-end gap-2 border-t bg-sunken px-4 py-3 sm:px-6', className)}>
    {children}
  </footer>
);
