import { Marked, type Token, type Tokens } from 'marked';
import type { CSSProperties, ReactNode } from 'react';
import { plainText } from './entities';
import { safeImage, safeLink } from './links';
import { styles } from './styles';

const marked = new Marked({ gfm: true, breaks: false });

/**
 * Markdown as React elements, without an HTML string in between: raw HTML in the source can only come out as visible text,
 * and links and images pass `links.ts`. Inline styles, because mail clients drop style sheets.
 */
export function Markdown({ source, accent }: { source: string; accent: string }): ReactNode {
  return blocks(marked.lexer(source), accent);
}

const keyed = (tokens: readonly Token[], render: (token: Token) => ReactNode): ReactNode[] =>
  // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
  tokens.map((token, i) => <Keyed key={i}>{render(token)}</Keyed>);

const Keyed = ({ children }: { children: ReactNode }) => children;

function blocks(tokens: readonly Token[], accent: string): ReactNode {
  return keyed(tokens, (token) => block(token as Tokens.Generic, accent));
}

function block(token: Tokens.Generic, accent: string): ReactNode {
  switch (token.type) {
    case 'heading': {
      const Tag = `h${token.depth}` as 'h1';
      return (
        <Tag className="ink" style={token.depth === 1 ? styles.h1 : token.depth === 2 ? styles.h2 : styles.h3}>
          {inline(token.tokens ?? [], accent)}
        </Tag>
      );
    }
    case 'paragraph':
      return (
        <p className="ink" style={styles.p}>
          {inline(token.tokens ?? [], accent)}
        </p>
      );
    case 'list':
      return list(token as Tokens.List, accent);
    case 'blockquote':
      return (
        <blockquote className="quote" style={{ ...styles.quote, borderLeft: `3px solid ${accent}` }}>
          {blocks(token.tokens ?? [], accent)}
        </blockquote>
      );
    case 'code':
      return (
        <pre className="code" style={styles.pre}>
          {token.text}
        </pre>
      );
    case 'hr':
      return <hr className="rule" style={styles.hr} />;
    case 'table':
      return table(token as Tokens.Table, accent);
    case 'html':
      return (
        <p className="ink" style={styles.p}>
          {token.raw.trim()}
        </p>
      );
    case 'space':
    case 'def':
      return null;
    default:
      return inline([token], accent);
  }
}

function list(token: Tokens.List, accent: string): ReactNode {
  const Tag = token.ordered ? 'ol' : 'ul';
  return (
    <Tag className="ink" style={styles.list} start={token.ordered && token.start !== 1 ? Number(token.start) : undefined}>
      {keyed(token.items, (item) => (
        <li style={styles.li}>
          {(item as Tokens.ListItem).task ? ((item as Tokens.ListItem).checked ? '☑ ' : '☐ ') : null}
          {blocks((item as Tokens.ListItem).tokens, accent)}
        </li>
      ))}
    </Tag>
  );
}

function table(token: Tokens.Table, accent: string): ReactNode {
  const cells = (row: Tokens.TableCell[], Tag: 'th' | 'td') =>
    row.map((cell, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
      <Tag key={i} className="ink rule" style={{ ...styles.cell, textAlign: (cell.align ?? 'left') as CSSProperties['textAlign'] }}>
        {inline(cell.tokens, accent)}
      </Tag>
    ));
  return (
    <table width="100%" cellPadding={0} cellSpacing={0} style={styles.table}>
      <thead>
        <tr>{cells(token.header, 'th')}</tr>
      </thead>
      <tbody>
        {token.rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
          <tr key={i}>{cells(row, 'td')}</tr>
        ))}
      </tbody>
    </table>
  );
}

function inline(tokens: readonly Token[], accent: string): ReactNode {
  return keyed(tokens, (t) => {
    const token = t as Tokens.Generic;
    const inner = () => inline(token.tokens ?? [], accent);
    switch (token.type) {
      case 'strong':
        return <strong>{inner()}</strong>;
      case 'em':
        return <em>{inner()}</em>;
      case 'del':
        return <del>{inner()}</del>;
      case 'codespan':
        return (
          <code className="code" style={styles.code}>
            {token.text}
          </code>
        );
      case 'br':
        return <br />;
      case 'link':
        return (
          <a className="link" href={safeLink(token.href)} style={{ color: accent, textDecoration: 'underline' }}>
            {inner()}
          </a>
        );
      case 'image':
        return safeImage(token.href) ? (
          // biome-ignore lint/performance/noImgElement: a mail, not a page
          <img src={safeImage(token.href) ?? undefined} alt={plainText(token.text)} style={styles.image} />
        ) : (
          plainText(token.text)
        );
      case 'html':
        return token.raw;
      case 'escape':
        return token.text;
      default:
        return token.tokens ? inner() : plainText(token.text ?? token.raw);
    }
  });
}
