'use client';
import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { Button } from './button';
import { backdropClass } from './dialog';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  /** What the button does, as a verb: "Cancel send". */
  action: string;
  cancel?: string;
  danger?: boolean;
  pending?: boolean;
  onConfirm: () => void;
};

/** Asks before what cannot be taken back. Only its buttons and Escape close it. */
export function ConfirmDialog({
  open,
  onOpenChange,
  title,
  children,
  action,
  cancel = 'Keep it',
  danger = true,
  pending,
  onConfirm,
}: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className="fixed top-[max(1rem,18vh)] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-md -translate-x-1/2 overflow-hidden rounded-xl border border-line-strong bg-surface shadow-pop outline-none transition-[scale,opacity] duration-150 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0">
          <div className="px-5 pt-4 pb-5">
            <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            <Base.Description render={<div />} className="mt-1.5 flex flex-col gap-2 text-sm text-ink-2">
              {children}
            </Base.Description>
          </div>
          <div className="flex flex-wrap justify-end gap-2 border-t bg-sunken px-5 py-3">
            <Button onClick={() => onOpenChange(false)}>{cancel}</Button>
            <Button variant={danger ? 'danger' : 'primary'} loading={pending} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
