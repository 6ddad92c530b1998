'use client';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Definition, Step } from '@/contracts/automation';
import { walk } from '@/contracts/automation-flow';
import { shownName, useNames as useAudienceNames } from '../../segments/use-audience-names';
import { useTRPC } from '../../trpc';
import type { Names } from './words';

/** Names of what a definition refers to by id: "…" until one is known, nothing for one that cannot be. */
export function useNames(definition: Definition | null): Names {
  const trpc = useTRPC();
  const audience = useAudienceNames(useMemo(() => (definition ? audienceIds(definition) : []), [definition]));
  const keys = definition ? templateKeys(definition) : [];
  const templates = useQueries({
    queries: keys.map((key) => trpc.templates.byKey.queryOptions({ key }, { staleTime: 30_000, meta: { quiet: true } })),
  });
  return {
    audience,
    template: (key) => {
      const query = templates[keys.indexOf(key)];
      return query && shownName(query);
    },
  };
}

function audienceIds({ trigger, exit, steps }: Definition): string[] {
  const ids = new Set<string>();
  if (trigger.type === 'audience' || trigger.type === 'schedule') ids.add(trigger.audience_id);
  if (exit?.leaves_audience) ids.add(exit.leaves_audience);
  walk(steps, ['steps'], null, ({ step }: { step: Step }) => {
    if (step.type === 'add_to_audience' || step.type === 'remove_from_audience') ids.add(step.audience_id);
  });
  return [...ids].filter((id) => /^aud_[0-9a-z]{26}$/.test(id)).sort();
}

function templateKeys({ steps }: Definition): string[] {
  const keys = new Set<string>();
  walk(steps, ['steps'], null, ({ step }: { step: Step }) => {
    if (step.type === 'send' && step.template) keys.add(step.template);
  });
  return [...keys].sort();
}
