'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { buttonClass } from './button';
import { cn } from './cn';

export const backdropClass =
  'fixed inset-0 z-40 bg-black/30 transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';

export const panelClass = 'fixed z-50 border-line-strong bg-surface shadow-pop outline-none';

export type ModalProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
};

type Props = ModalProps & {
  className: string;
  headClass: string;
  /** A press outside does not close it. */
  keep?: boolean;
  /** The focus goes to the popup itself, not to the first field. */
  focusSelf?: boolean;
};

/** What a dialog and a drawer share: the backdrop, the head, the cross. Escape closes it; focus returns to what opened it. */
export function Modal({ open, onOpenChange, title, description, className, headClass, keep, focusSelf, children }: Props) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={keep}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup ref={popup} initialFocus={focusSelf ? popup : undefined} className={cn(panelClass, 'flex flex-col', className)}>
          <header className={cn('pr-14 wrap-anywhere', headClass)}>
            <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            {description && <Base.Description className="mt-0.5 text-sm text-ink-3">{description}</Base.Description>}
          </header>
          {children}
          {/* Last, so that opening puts the focus on the first field. */}
          <Base.Close
            aria-label="Close"
            className={buttonClass({ variant: 'ghost', size: 'iconSm', className: 'absolute top-3 right-3 sm:right-4' })}
          >
            <X aria-hidden className="size-4" />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
