'use client';
import { ArrowDown, ArrowUp, type LucideIcon, Trash2, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button';
import { cn } from '../../ui/cn';

type Props = {
  icon: LucideIcon;
  title: string;
  line: string;
  /** Of the step, shown small. */
  id?: string;
  selected: boolean;
  problems: readonly string[];
  onSelect?: (() => void) | undefined;
  /** Colours of a run: where it was and is. */
  state?: 'done' | 'waiting' | 'failed' | 'untouched' | undefined;
  note?: ReactNode;
  actions?:
    | { label: string; up?: (() => void) | undefined; down?: (() => void) | undefined; remove?: (() => void) | undefined }
    | undefined;
};

const states = {
  done: 'border-good bg-good-soft/40',
  waiting: 'border-accent bg-accent-soft/60',
  failed: 'border-bad bg-bad-soft/60',
  untouched: 'border-dashed bg-transparent shadow-none',
};

/** One card of the flow: a button that opens it in the inspector, with its own small actions beside it. */
export function StepCard({ icon: Icon, title, line, id, selected, problems, onSelect, state, note, actions }: Props) {
  const body = (
    <>
      <span className="mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-md border bg-sunken text-ink-2">
        <Icon aria-hidden className="size-3.5" />
      </span>
      <span className="min-w-0 flex-1 text-left">
        <span className="flex items-baseline gap-2 text-sm font-medium">
          <span className="truncate">{title}</span>
          {id && <span className="truncate font-mono text-xs font-normal text-ink-3">{id}</span>}
        </span>
        <span className="block truncate text-xs text-ink-2">{line}</span>
        {note && <span className="mt-1 block text-xs text-ink-2">{note}</span>}
        {problems.slice(0, 2).map((problem) => (
          <span key={problem} className="mt-1 flex items-start gap-1 text-xs text-bad">
            <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
            {problem}
          </span>
        ))}
      </span>
    </>
  );
  const look = cn(
    'flex w-full items-start gap-2.5 rounded-lg border bg-surface p-2.5 shadow-control',
    problems.length > 0 && 'border-bad',
    state && states[state],
    selected && 'border-accent outline-2 -outline-offset-1 outline-accent',
  );
  return (
    <div className="group/card relative w-64 max-w-full" data-step={id}>
      {onSelect ? (
        <button type="button" aria-pressed={selected} onClick={onSelect} className={cn(look, 'hover:bg-hover', actions && 'pr-3')}>
          {body}
        </button>
      ) : (
        <div className={look}>{body}</div>
      )}
      {actions && selected && (
        <div className="mt-1 flex justify-end gap-1">
          <Small label={`Move ${actions.label} up`} icon={ArrowUp} onClick={actions.up} />
          <Small label={`Move ${actions.label} down`} icon={ArrowDown} onClick={actions.down} />
          <Small label={`Remove ${actions.label}`} icon={Trash2} onClick={actions.remove} />
        </div>
      )}
    </div>
  );
}

const Small = ({ label, icon: Icon, onClick }: { label: string; icon: LucideIcon; onClick: (() => void) | undefined }) => (
  <Button variant="ghost" size="iconSm" aria-label={label} title={label} disabled={!onClick} onClick={onClick}>
    <Icon aria-hidden className="size-3.5" />
  </Button>
);
