'use client';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { Modal, type ModalProps } from './modal';
import { useAlertInSight } from './use-alert-in-sight';

/** Where a question stands, and how it comes and goes. */
export const questionClass =
  'left-1/2 w-[calc(100vw-1.5rem)] -translate-x-1/2 overflow-hidden rounded-xl border transition-[scale,opacity] duration-150 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0';

/** A modal question. The backdrop closes it, too. */
export const Dialog = ({ size = 'md', ...props }: ModalProps & { size?: 'sm' | 'md' | 'lg' }) => (
  <Modal
    {...props}
    className={cn(
      questionClass,
      'top-[max(1rem,12vh)] max-h-[calc(100dvh-max(1rem,12vh)-1rem)] sm:max-h-[76vh]',
      { sm: 'max-w-md', md: 'max-w-lg', lg: 'max-w-2xl' }[size],
    )}
    headClass="pt-4 pb-3 pl-5"
  />
);

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
