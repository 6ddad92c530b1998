import { safeLink } from './links';
import { MailButton, MailFrame, Small } from './mail-frame';
import { Markdown } from './markdown';

type DefaultLayoutProps = {
  preheader: string;
  /** Markdown. */
  body: string;
  button: { label: string; href: string } | null;
  /** `#rrggbb` */
  accent: string;
  /** A line above the sender's name, plain text. */
  footer: string;
  organizationName: string;
  postalAddress: string;
  unsubscribeUrl: string;
};

/** The layout of every template: brand bar, body, one button, and the footer that the law asks for. Under 8 kB without a body. */
export function DefaultLayout(props: DefaultLayoutProps) {
  const { accent, button } = props;
  const foot = (
    <>
      {props.footer ? <Small>{props.footer}</Small> : null}
      <Small>
        <strong>{props.organizationName}</strong>
        <br />
        {props.postalAddress}
      </Small>
      <Small>
        <a className="muted" href={props.unsubscribeUrl} style={{ color: '#71717a', textDecoration: 'underline' }}>
          Unsubscribe
        </a>
      </Small>
    </>
  );
  return (
    <MailFrame preheader={props.preheader} accent={accent} brand={props.organizationName} foot={foot}>
      <Markdown source={props.body} accent={accent} />
      {button ? <MailButton href={safeLink(button.href)} label={button.label} accent={accent} /> : null}
    </MailFrame>
  );
}
