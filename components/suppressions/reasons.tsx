import type { Suppression } from '@/contracts/suppression';

export const reasonLabel: Record<Suppression['reason'], string> = {
  bounce: 'Bounce',
  complaint: 'Complaint',
  stop: 'STOP reply',
  unsubscribe: 'Unsubscribed',
  manual: 'Added by hand',
};

const warning: Record<Suppression['reason'], string> = {
  bounce: 'The mailbox refused mail for good. Sending to it again harms the reputation of your domain.',
  complaint: 'This person reported your mail as spam. Sending to them again can get your domain blocked.',
  stop: 'This person answered STOP. In most countries texting them again without new consent is against the law.',
  unsubscribe: 'This person asked not to get your mail. In most countries mailing them again without new consent is against the law.',
  manual: 'Somebody of your organization put the address here.',
};

export const LiftWarning = ({ suppression }: { suppression: Suppression }) => (
  <>
    <p>{warning[suppression.reason]}</p>
    <p>Lift it only if they asked for it. Who lifted it, and when, is kept in the audit log.</p>
  </>
);
