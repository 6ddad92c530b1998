'use client';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import type { StepPath } from '@/contracts/automation-flow';
import { cn } from '../../ui/cn';

type Props = { label: string; selected: StepPath | null; className?: string; children: ReactNode };

/** The part of a flow that is in sight: at first its middle, then whatever is selected. */
export function FlowFrame({ label, selected, className, children }: Props) {
  const frame = useRef<HTMLElement>(null);
  const path = selected?.join('/');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a selection is what moves it
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const card = element.querySelector('[aria-pressed="true"]')?.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    if (!card) element.scrollLeft = (element.scrollWidth - element.clientWidth) / 2;
    else if (card.left < box.left || card.right > box.right)
      element.scrollLeft += (card.left + card.right) / 2 - (box.left + box.right) / 2;
    if (card && card.top < box.top) element.scrollTop += card.top - box.top - 16;
    if (card && card.bottom > box.bottom) element.scrollTop += card.bottom - box.bottom + 48;
  }, [path]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide flow scrolls, also by keyboard
    <section ref={frame} aria-label={label} tabIndex={0} className={cn('overflow-auto bg-sunken/50', className)}>
      {children}
    </section>
  );
}
