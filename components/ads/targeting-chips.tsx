'use client';
import { X } from 'lucide-react';
import { useRef } from 'react';
import type { AdTargeting } from '@/contracts/ad-targeting';
import { Button } from '../ui/button';
import { type TargetKind, targetKinds, targetLabels, targetsOf } from './targeting-names';

type Props = { targeting: AdTargeting; onRemove: (kind: TargetKind, target: { id: string; name: string }) => void };

/** What is chosen, by kind, each with a way out. The focus stays here when its chip goes. */
export function TargetingChips({ targeting, onRemove }: Props) {
  const box = useRef<HTMLElement>(null);
  const kinds = targetKinds.map((kind) => ({ kind, targets: targetsOf(targeting, kind) })).filter(({ targets }) => targets.length > 0);
  return (
    <section ref={box} tabIndex={-1} aria-label="Chosen" className="flex flex-col gap-2 outline-none">
      {!kinds.length && <p className="text-sm text-ink-3">Nothing chosen yet: ads reach everybody in the audience.</p>}
      {kinds.map(({ kind, targets }) => (
        <div key={kind} className="flex flex-col gap-1">
          <h3 className="text-xs font-medium text-ink-2">{targetLabels[kind]}</h3>
          <ul className="flex flex-wrap gap-1.5">
            {targets.map((target) => (
              <li key={target.id} className="flex max-w-full items-center gap-1 rounded-md border bg-sunken py-0.5 pr-0.5 pl-2 text-sm">
                <span className="truncate">{target.name}</span>
                <Button
                  variant="ghost"
                  size="iconSm"
                  className="size-6"
                  aria-label={`Take out ${target.name}`}
                  onClick={() => {
                    onRemove(kind, target);
                    box.current?.focus();
                  }}
                >
                  <X aria-hidden className="size-3.5" />
                </Button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
