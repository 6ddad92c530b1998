import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const tones = {
  info: { icon: Info, className: 'bg-accent-soft text-ink [&>svg]:text-accent' },
  good: { icon: CircleCheck, className: 'bg-good-soft text-ink [&>svg]:text-good' },
  warn: { icon: TriangleAlert, className: 'bg-warn-soft text-ink [&>svg]:text-warn' },
  bad: { icon: CircleAlert, className: 'bg-bad-soft text-ink [&>svg]:text-bad' },
};

/** What is there from the start is a note; what answers a press is read out. */
const roles = { info: 'note', good: 'status', warn: 'note', bad: 'alert' };

export function Notice({ tone = 'info', className, children }: { tone?: keyof typeof tones; className?: string; children: ReactNode }) {
  const { icon: Icon, className: toneClass } = tones[tone];
  return (
    <div role={roles[tone]} className={cn('flex items-start gap-2 rounded-md px-3 py-2 text-sm', toneClass, className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
