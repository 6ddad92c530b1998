import type { CSSProperties, ReactNode } from 'react';
import { Body, Button, Container, Head, Html } from 'react-email';
import { safeLink } from './links';
import { Markdown } from './markdown';
import { darkMode, styles, textOn } from './styles';

export type DefaultLayoutProps = {
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
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkMode}</style>
      </Head>
      {props.preheader ? <Preheader>{props.preheader}</Preheader> : null}
      <Body className="page" style={styles.page}>
        <Container className="card" style={styles.card}>
          <div style={{ ...styles.bar, backgroundColor: accent }}>&nbsp;</div>
          <Row style={styles.brand}>
            <p className="ink" style={styles.brandName}>
              {props.organizationName}
            </p>
          </Row>
          <Row style={styles.content}>
            <Markdown source={props.body} accent={accent} />
            {button ? (
              <p style={{ margin: '24px 0 8px' }}>
                <Button href={safeLink(button.href)} style={{ ...styles.button, backgroundColor: accent, color: textOn(accent) }}>
                  {button.label}
                </Button>
              </p>
            ) : null}
          </Row>
        </Container>
        <Container style={{ maxWidth: '600px' }}>
          <Row style={styles.footer}>
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
          </Row>
        </Container>
      </Body>
    </Html>
  );
}

/** The line that inboxes show after the subject; the blank tail keeps the body out of it. */
const Preheader = ({ children }: { children: string }) => (
  <div data-skip-in-text style={{ display: 'none', overflow: 'hidden', lineHeight: '1px', opacity: 0, maxHeight: 0, maxWidth: 0 }}>
    {children}
    {'\u200c\u00a0'.repeat(60)}
  </div>
);

const Small = ({ children }: { children: ReactNode }) => (
  <p className="muted" style={styles.small}>
    {children}
  </p>
);

/** One padded cell: Outlook honours padding on a table cell only. */
const Row = ({ style, children }: { style: CSSProperties; children: ReactNode }) => (
  <table width="100%" border={0} cellPadding={0} cellSpacing={0} role="presentation">
    <tbody>
      <tr>
        <td className="pad" style={style}>
          {children}
        </td>
      </tr>
    </tbody>
  </table>
);
