'use client';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Reach } from '@/contracts/segment';
import { explain } from '../../errors';
import { Button } from '../../ui/button';
import { Section } from '../../ui/card';
import { cn } from '../../ui/cn';
import { Notice } from '../../ui/notice';
import { Skeleton } from '../../ui/skeleton';
import type { FilterState } from '../builder/use-filter';
import { ReachNumber } from './reach-number';
import { SamplePeople } from './sample-people';
import type { LiveReach } from './use-reach';
import { Waterfall } from './waterfall';

type Props = { state: FilterState; live: LiveReach; words: string; why?: (person: Reach['sampleProfile'][number]) => ReactNode };

/** Beside the builder, live: how many, who can be sent to, a few of them, and the filter in plain words. */
export function ReachPanel({ state, live, words, why }: Props) {
  const { reach, pending, error } = live;
  const dim = cn('transition-opacity duration-200', pending && 'opacity-60 delay-300');
  const problems = state.checked.ok ? [] : state.checked.marks;
  return (
    <Section title="Reach" className="lg:sticky lg:top-4">
      <div className="flex flex-col gap-4">
        <ReachNumber live={live} current={state.current} unfinished={state.unfinished} />
        {problems.length > 0 && (
          <Notice tone="bad">
            {problems[0]?.message.replace(/^./, (c) => c.toUpperCase())}
            {problems.length > 1 && <span className="block text-xs text-ink-3">and {problems.length - 1} more</span>}
          </Notice>
        )}
        {error !== null && error !== undefined && state.current && (
          <Notice tone="bad">
            <span className="block">{explain(error).message}</span>
            <Button size="sm" className="mt-1.5" onClick={live.retry}>
              <RotateCw aria-hidden className="size-3" />
              Count again
            </Button>
          </Notice>
        )}
        {reach?.warnings.map((warning) => (
          <Notice key={warning.path.join('.') + warning.message} tone="warn">
            {warning.message.replace(/^./, (c) => c.toUpperCase())}
          </Notice>
        ))}
        <section aria-label="The filter in plain words">
          <h3 className="mb-1 text-xs font-medium text-ink-2">In words</h3>
          <p className={cn('text-sm text-pretty break-words', !state.current && 'text-ink-3')}>{words}</p>
        </section>
        {reach ? (
          <div className={cn('flex flex-col gap-3', dim)}>
            <Waterfall label="Email" address="an email" steps={reach.waterfall.email} exact={reach.exact} />
            <Waterfall label="SMS" address="a phone" steps={reach.waterfall.sms} exact={reach.exact} />
          </div>
        ) : (
          !error && <Lines />
        )}
        {reach && reach.sampleProfile.length > 0 && (
          <div className={dim}>
            <h3 className="text-xs font-medium text-ink-2">Some of them</h3>
            <SamplePeople people={reach.sampleProfile} label="Some of them" action={why} />
          </div>
        )}
      </div>
    </Section>
  );
}

const Lines = () => (
  <div className="flex flex-col gap-2">
    <Skeleton className="w-full" />
    <Skeleton className="w-5/6" />
    <Skeleton className="w-3/4" />
  </div>
);
