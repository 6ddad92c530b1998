'use client';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { Modal, type ModalProps } from './modal';

/**
 * A panel from the right for work that keeps its page in sight; a wide one is closed on purpose only. A dialog, not swiped: a stray swipe
 * must not lose a form. What is in it may still be loading when the focus comes.
 */
export const Drawer = ({ wide, ...props }: ModalProps & { wide?: boolean }) => (
  <Modal
    {...props}
    keep={wide}
    focusSelf
    className={cn(
      'inset-y-0 right-0 w-full border-l transition-transform duration-200 ease-out data-ending-style:translate-x-full data-starting-style:translate-x-full',
      wide ? 'sm:max-w-[min(68rem,94vw)]' : 'sm:max-w-2xl',
    )}
    headClass="border-b py-3 pl-4 sm:pl-6"
  />
);

export const DrawerBody = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={cn('min-h-0 flex-1 overflow-y-auto px-4 py-5 sm:px-6', className)}>{children}</div>
);

export const DrawerFooter = ({ className, children }: { className?: string; children: ReactNode }) => (
  <footer className={cn('flex flex-wrap items-center justify-end gap-2 border-t bg-sunken px-4 py-3 sm:px-6', className)}>
    {children}
  </footer>
);
