'use client';
import { Explanation } from './explanation';
import { WhyPopover } from './why-popover';

type Props = { audienceId: string; contactId: string; name: string; note?: string };

/** Clause by clause, why one person is in a segment. */
export const WhyButton = ({ audienceId, contactId, name, note }: Props) => (
  <WhyPopover name={name} note={note}>
    <Explanation audienceId={audienceId} contactId={contactId} />
  </WhyPopover>
);
