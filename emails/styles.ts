import type { CSSProperties } from 'react';

const font = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const mono = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace";
const ink = '#27272a';

/** Inline styles of the layout: light colours. `darkMode` turns the classes around in clients that follow the reader's scheme. */
export const styles = {
  page: { backgroundColor: '#f4f4f5', fontFamily: font, margin: '0', padding: '32px 12px' },
  card: { backgroundColor: '#ffffff', borderRadius: '12px', border: '1px solid #e4e4e7', maxWidth: '600px' },
  bar: { height: '4px', lineHeight: '4px', fontSize: '1px', borderRadius: '12px 12px 0 0' },
  brand: { padding: '24px 40px 0' },
  brandName: { fontSize: '15px', lineHeight: '24px', fontWeight: 600, letterSpacing: '-0.01em', color: ink, margin: '0' },
  content: { padding: '16px 40px 32px' },
  h1: { fontSize: '26px', lineHeight: '34px', fontWeight: 700, letterSpacing: '-0.02em', color: '#18181b', margin: '16px 0 12px' },
  h2: { fontSize: '20px', lineHeight: '28px', fontWeight: 600, letterSpacing: '-0.01em', color: '#18181b', margin: '28px 0 8px' },
  h3: { fontSize: '16px', lineHeight: '24px', fontWeight: 600, color: '#18181b', margin: '24px 0 4px' },
  p: { fontSize: '16px', lineHeight: '26px', color: ink, margin: '0 0 16px' },
  list: { fontSize: '16px', lineHeight: '26px', color: ink, margin: '0 0 16px', paddingLeft: '24px' },
  li: { margin: '0 0 6px' },
  quote: { margin: '0 0 16px', padding: '2px 0 2px 18px' },
  hr: { border: 'none', borderTop: '1px solid #e4e4e7', margin: '28px 0' },
  pre: {
    fontFamily: mono,
    fontSize: '13px',
    lineHeight: '20px',
    backgroundColor: '#f4f4f5',
    borderRadius: '8px',
    padding: '14px 16px',
    whiteSpace: 'pre-wrap',
    color: ink,
  },
  code: { fontFamily: mono, fontSize: '14px', backgroundColor: '#f4f4f5', borderRadius: '4px', padding: '1px 5px' },
  table: { borderCollapse: 'collapse', margin: '0 0 16px' },
  cell: {
    fontSize: '15px',
    lineHeight: '22px',
    color: ink,
    padding: '8px 12px 8px 0',
    borderBottom: '1px solid #e4e4e7',
    verticalAlign: 'top',
  },
  image: { display: 'block', maxWidth: '100%', height: 'auto', borderRadius: '8px', border: '0' },
  button: { display: 'inline-block', fontSize: '16px', fontWeight: 600, borderRadius: '8px', padding: '13px 22px', textDecoration: 'none' },
  footer: { maxWidth: '600px', padding: '24px 40px 8px' },
  small: { fontSize: '13px', lineHeight: '20px', color: '#71717a', margin: '0 0 10px', whiteSpace: 'pre-line' },
} satisfies Record<string, CSSProperties>;

// React Email puts the colour of the page on a cell inside the body as well.
export const darkMode = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
.quote p:last-child { margin-bottom: 0 !important; }
@media (max-width: 480px) { .pad { padding-left: 22px !important; padding-right: 22px !important; } }
@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background-color: #0b0b0d !important; }
  .card { background-color: #18181b !important; border-color: #2c2c31 !important; }
  .ink { color: #e4e4e7 !important; }
  .muted { color: #a1a1aa !important; }
  .rule { border-color: #2c2c31 !important; }
  .code { background-color: #27272a !important; color: #e4e4e7 !important; }
  .link { color: #a5b4fc !important; }
}`;

/** Black or white, whichever reads better on a colour (WCAG 2 relative luminance). */
export function textOn(hex: string): '#ffffff' | '#18181b' {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#18181b';
}
