import type { ReactNode } from 'react';
import { formatNumber } from '../format';
import { cn } from './cn';

export type Term = { label: string; value: number; tone?: 'good' | 'bad' | 'warn' | 'plain'; sign?: '+' | '−' };

const color = { good: 'text-good', bad: 'text-bad', warn: 'text-warn', plain: 'text-ink' };

type Props = {
  label: string;
  terms: readonly Term[];
  result: { label: string; value: number | ReactNode };
  resultFirst?: boolean;
  className?: string;
};

/** A sum that closes, written out: each figure over its name. Zeros recede; they are not hidden. */
export function Equation({ label, terms, result, resultFirst, className }: Props) {
  const total = (operator?: string) => (
    <Figure operator={operator} label={result.label} strong>
      {typeof result.value === 'number' ? formatNumber(result.value) : result.value}
    </Figure>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: figures in a row, no form controls
    <div role="group" aria-label={label} className={cn('flex flex-wrap items-start gap-x-2.5 gap-y-3', className)}>
      {resultFirst && total()}
      {terms.map((term, at) => (
        <Figure
          key={term.label}
          operator={at > 0 ? (term.sign ?? '+') : resultFirst ? '=' : undefined}
          label={term.label}
          className={term.value === 0 ? 'text-ink-3' : color[term.tone ?? 'plain']}
        >
          {formatNumber(term.value)}
        </Figure>
      ))}
      {!resultFirst && total('=')}
    </div>
  );
}

type FigureProps = { operator?: string; label: string; strong?: boolean; className?: string; children: ReactNode };

/** A figure over its name; its operator stays with it when the line breaks. */
const Figure = ({ operator, label, strong, className, children }: FigureProps) => (
  <span className="flex items-start gap-2.5">
    {operator && <span className="text-lg text-ink-3">{operator}</span>}
    <span data-figure={label} className="flex flex-col">
      <span className={cn('text-lg tnum', strong ? 'font-semibold text-ink' : 'font-medium', className)}>{children}</span>
      <span className="text-xs text-ink-3">{label}</span>
    </span>
  </span>
);
