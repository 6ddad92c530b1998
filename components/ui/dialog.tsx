'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClass } from './button';
import { cn } from './cn';
import { useAlertInSight } from './use-alert-in-sight';

export const backdropClass =
  'fixed inset-0 z-40 bg-black/30 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  children: ReactNode;
};

/** A modal question. Escape and the backdrop close it; focus returns to what opened it. */
export function Dialog({ open, onOpenChange, title, description, size = 'md', children }: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          className={cn(
            'fixed top-[max(1rem,12vh)] left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-1.5rem)] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line-strong bg-surface shadow-pop outline-none transition-[scale,opacity] duration-150 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0 sm:max-h-[76vh]',
            { sm: 'max-w-md', md: 'max-w-lg', lg: 'max-w-2xl' }[size],
          )}
        >
          <div className="flex items-start gap-4 pt-4 pr-14 pb-3 pl-5">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description && <Base.Description className="mt-0.5 text-sm text-ink-3">{description}</Base.Description>}
            </div>
          </div>
          {children}
          {/* Last, so that opening puts the focus on the first field. */}
          <Base.Close
            aria-label="Close"
            className={buttonClass({ variant: 'ghost', size: 'iconSm', className: 'absolute top-3.5 right-4' })}
          >
            <X aria-hidden className="size-4" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export function DialogBody({ className, children }: { className?: string; children: ReactNode }) {
  const body = useAlertInSight<HTMLDivElement>();
  return (
    <div ref={body} className={cn('flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5', className)}>
      {children}
    </div>
  );
}

export const DialogFooter = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center justify-end gap-2 border-t bg-sunken px-5 py-3">{children}</div>
);
