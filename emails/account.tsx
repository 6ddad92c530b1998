import type { ReactNode } from 'react';
import { MailButton, MailFrame, Small } from './mail-frame';
import { styles } from './styles';

const accent = '#4f46e5';

type LetterProps = {
  title: string;
  preheader: string;
  foot: ReactNode;
  button?: { url: string; label: string; until: string };
  children: ReactNode;
};

/** Addresses are people's own text: they stand as text, never as markup. */
const Letter = ({ title, preheader, foot, button, children }: LetterProps) => (
  <MailFrame preheader={preheader} accent={accent} brand="Muster" foot={<Small>{foot}</Small>}>
    <h1 className="ink" style={styles.h1}>
      {title}
    </h1>
    <p className="ink" style={styles.p}>
      {children}
    </p>
    {button && <MailButton href={button.url} label={button.label} accent={accent} />}
    {button && <Small>{button.until}</Small>}
  </MailFrame>
);

type AccountMailProps = { email: string; url: string; minutes: number; to: string; forgotUrl: string };

/** Each mail about an account: its subject, and what it says. */
export const accountMails = {
  reset: {
    subject: 'Set a new password for Muster',
    Mail: ({ email, url, minutes }: AccountMailProps) => (
      <Letter
        title="Set a new password"
        preheader={`The link works for ${minutes} minutes.`}
        foot="If it was not you who asked, do nothing: without the link your password stays as it is."
        button={{ url, label: 'Set a new password', until: `The link works once, for ${minutes} minutes.` }}
      >
        Somebody asked for a new password for {email} on Muster. When it is set, you are signed out everywhere.
      </Letter>
    ),
  },
  address: {
    subject: 'Confirm your new address for Muster',
    Mail: ({ email, to, url, minutes }: AccountMailProps) => (
      <Letter
        title="Confirm your new address"
        preheader={`The link works for ${minutes} minutes.`}
        foot="If you do not know what this is about, do nothing: without the link nothing changes."
        button={{ url, label: 'See and confirm', until: `The link works once, for ${minutes} minutes.` }}
      >
        The account of {email} on Muster is to have the address {to}.
      </Letter>
    ),
  },
  moved: {
    subject: 'Your address for Muster was changed',
    Mail: ({ email }: AccountMailProps) => (
      <Letter
        title="Your address was changed"
        preheader={`You sign in as ${email} now.`}
        foot="If it was not you, tell the owners of your organization, or who runs this Muster, at once."
      >
        Your account on Muster has the address {email} now. This is the last mail to the one before.
      </Letter>
    ),
  },
  password: {
    subject: 'Your password for Muster was changed',
    Mail: ({ email, forgotUrl }: AccountMailProps) => (
      <Letter
        title="Your password was changed"
        preheader="Other places were signed out."
        foot="If it was not you, set a new one by this button at once."
        button={{ url: forgotUrl, label: 'It was not me', until: 'Opens the page for a forgotten password.' }}
      >
        The account of {email} on Muster has a new password. Everywhere else it was signed out.
      </Letter>
    ),
  },
};
