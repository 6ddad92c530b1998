'use client';
import { useRef } from 'react';
import type { AdTargeting } from '@/contracts/ad-targeting';
import { Chips } from '../ui/chips';
import { type TargetKind, targetKinds, targetLabels, targetsOf } from './targeting-names';

type Props = { targeting: AdTargeting; onRemove: (kind: TargetKind, target: { id: string; name: string }) => void };

/** What is chosen, by kind, each with a way out. The focus stays here when the last of a kind goes. */
export function TargetingChips({ targeting, onRemove }: Props) {
  const box = useRef<HTMLElement>(null);
  const kinds = targetKinds.map((kind) => ({ kind, targets: targetsOf(targeting, kind) })).filter(({ targets }) => targets.length > 0);
  return (
    <section ref={box} tabIndex={-1} aria-label="Chosen" className="flex flex-col gap-2 outline-none">
      {!kinds.length && <p className="text-sm text-ink-3">Nothing chosen yet: ads reach everybody in the audience.</p>}
      {kinds.map(({ kind, targets }) => (
        <div key={kind} className="flex flex-col gap-1">
          <h3 className="text-xs font-medium text-ink-2">{targetLabels[kind]}</h3>
          <Chips
            items={targets}
            removeLabel={({ name }) => `Take out ${name}`}
            onRemove={(target) => {
              if (targets.length === 1) box.current?.focus();
              onRemove(kind, target);
            }}
          />
        </div>
      ))}
    </section>
  );
}
