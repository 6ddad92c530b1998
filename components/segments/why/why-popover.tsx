'use client';
import { Popover } from '@base-ui/react/popover';
import { CircleHelp } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonClass } from '../../ui/button';
import { cn } from '../../ui/cn';
import { popupClass } from '../../ui/select';

/** "Why": what explains one person's membership, over the page. `children` are mounted when it opens. */
export const WhyPopover = ({ name, note, children }: { name: string; note?: string | undefined; children: ReactNode }) => (
  <Popover.Root>
    <Popover.Trigger
      aria-label={`Why ${name} is in it`}
      className={buttonClass({ variant: 'ghost', size: 'sm', className: 'relative z-1 px-1.5' })}
    >
      <CircleHelp aria-hidden className="size-3.5" />
      Why
    </Popover.Trigger>
    <Popover.Portal>
      <Popover.Positioner sideOffset={6} align="end" className="z-60 outline-none">
        <Popover.Popup
          className={cn(popupClass, 'max-h-[min(40rem,var(--available-height))] w-[min(28rem,calc(100vw-1rem))] overflow-y-auto p-4')}
        >
          <Popover.Title className="mb-2 text-base font-semibold">{name}</Popover.Title>
          {note && <Popover.Description className="mb-2 text-xs text-ink-3">{note}</Popover.Description>}
          {children}
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);
