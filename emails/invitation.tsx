import { MailButton, MailFrame, Small } from './mail-frame';
import { styles } from './styles';

type InvitationMailProps = {
  organization: string;
  inviter: string;
  role: 'owner' | 'member';
  url: string;
  days: number;
};

const accent = '#4f46e5';

/** Names are people's own text: they stand as text, never as markup. */
export const InvitationMail = ({ organization, inviter, role, url, days }: InvitationMailProps) => (
  <MailFrame
    preheader={`The link works for ${days} days.`}
    accent={accent}
    brand="Muster"
    foot={<Small>If you do not know {inviter || 'who sent this'}, do nothing: without the link nobody joins in your name.</Small>}
  >
    <h1 className="ink" style={styles.h1}>
      Join {organization}
    </h1>
    <p className="ink" style={styles.p}>
      {inviter} invites you to {organization} on Muster, as {role === 'owner' ? 'an owner' : 'a member'}.{' '}
      {role === 'owner' ? 'Owners see and change everything.' : 'Members see everything and change nothing.'}
    </p>
    <MailButton href={url} label="See the invitation" accent={accent} />
    <Small>The link works for {days} days, for this address only.</Small>
  </MailFrame>
);
