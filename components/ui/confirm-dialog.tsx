'use client';
import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { questionClass } from './dialog';
import { backdropClass, panelClass } from './modal';

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
        <Base.Popup className={cn(panelClass, questionClass, 'top-[max(1rem,18vh)] max-w-md')}>
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
