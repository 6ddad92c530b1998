import type { CSSProperties, ReactNode } from 'react';
import { Body, Button, Container, Head, Html } from 'react-email';
import { darkMode, styles, textOn } from './styles';

type Props = { preheader: string; accent: string; brand: string; foot: ReactNode; children: ReactNode };

/** What every mail of ours is in: a bar of colour, whose mail it is, a card, and what stands below it. */
export const MailFrame = ({ preheader, accent, brand, foot, children }: Props) => (
  <Html lang="en">
    <Head>
      <meta name="color-scheme" content="light dark" />
      <meta name="supported-color-schemes" content="light dark" />
      <style>{darkMode}</style>
    </Head>
    {preheader ? <Preheader>{preheader}</Preheader> : null}
    <Body className="page" style={styles.page}>
      <Container className="card" style={styles.card}>
        <div style={{ ...styles.bar, backgroundColor: accent }}>&nbsp;</div>
        <Row style={styles.brand}>
          <p className="ink" style={styles.brandName}>
            {brand}
          </p>
        </Row>
        <Row style={styles.content}>{children}</Row>
      </Container>
      <Container style={{ maxWidth: '600px' }}>
        <Row style={styles.footer}>{foot}</Row>
      </Container>
    </Body>
  </Html>
);

/** @param href checked by the caller */
export const MailButton = ({ href, label, accent }: { href: string; label: string; accent: string }) => (
  <p style={{ margin: '24px 0 8px' }}>
    <Button href={href} style={{ ...styles.button, backgroundColor: accent, color: textOn(accent) }}>
      {label}
    </Button>
  </p>
);

/** The line that inboxes show after the subject; the blank tail keeps the body out of it. */
const Preheader = ({ children }: { children: string }) => (
  <div data-skip-in-text style={{ display: 'none', overflow: 'hidden', lineHeight: '1px', opacity: 0, maxHeight: 0, maxWidth: 0 }}>
    {children}
    {'\u200c\u00a0'.repeat(60)}
  </div>
);

export const Small = ({ children }: { children: ReactNode }) => (
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
