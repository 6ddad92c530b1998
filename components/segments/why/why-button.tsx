'use client';
import { Popover } from '@base-ui/react/popover';
import { CircleHelp } from 'lucide-react';
import { buttonClass } from '../../ui/button';
import { cn } from '../../ui/cn';
import { popupClass } from '../../ui/select';
import { Explanation } from './explanation';

type Props = { audienceId: string; contactId: string; name: string; note?: string };

/** "Why": the explanation of one person's membership, over the page. */
export const WhyButton = ({ audienceId, contactId, name, note }: Props) => (
  <Popover.Root>
    <Popover.Trigger aria-label={`Why ${name} is in it`} className={buttonClass({ variant: 'ghost', size: 'sm', className: 'px-1.5' })}>
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
          <Explanation audienceId={audienceId} contactId={contactId} />
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
);
