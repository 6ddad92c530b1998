'use client';
import { Toaster as Sonner } from 'sonner';

/** Where toasts appear. Colours come from the palette, so both themes hold their contrast. */
export const Toaster = () => (
  <Sonner
    position="bottom-right"
    closeButton
    toastOptions={{
      duration: 5000,
      unstyled: true,
      classNames: {
        toast:
          'flex w-[min(22rem,calc(100vw-2rem))] items-start gap-2.5 rounded-lg border border-line-strong bg-raised px-3.5 py-3 text-sm text-ink shadow-pop',
        title: 'font-medium',
        description: 'mt-0.5 break-words text-xs text-ink-3',
        icon: 'mt-0.5 shrink-0 [&_svg]:size-4',
        success: '[&_[data-icon]]:text-good',
        error: '[&_[data-icon]]:text-bad',
        actionButton: 'ml-auto shrink-0 self-center rounded-sm border border-line-strong px-2 py-1 text-xs font-medium hover:bg-hover',
        closeButton: 'order-last ml-auto shrink-0 rounded-sm p-0.5 text-ink-3 hover:text-ink [&_svg]:size-3.5',
        content: 'min-w-0 flex-1',
      },
    }}
  />
);
