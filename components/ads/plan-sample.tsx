import type { AdPlan, AdPlatform } from '@/contracts/ads';
import { platformLabel } from './status';

/** The normalised values of a few people and their hashes, to be checked against what the owner expects. */
export function PlanSample({ plan, platform }: { plan: AdPlan; platform: AdPlatform }) {
  if (!plan.sample.length) return null;
  return (
    <section aria-label="Sample">
      <h3 className="text-sm font-semibold">What would leave for the first people</h3>
      <p className="mb-2 text-xs text-ink-3 text-pretty">
        Each value as {platformLabel(platform)} wants it, and its SHA-256. Only the hash is sent.
      </p>
      <ul className="flex flex-col gap-2">
        {plan.sample.map((person) => (
          <li key={person.contact_id} className="rounded-md border p-2 text-xs">
            <div className="mb-1 text-sm font-medium">{person.name ?? person.contact_id}</div>
            <dl className="grid grid-cols-[4rem_minmax(0,1fr)] gap-x-3 gap-y-1">
              {person.keys.map((key) => (
                <div key={key.key} className="col-span-2 grid grid-cols-subgrid">
                  <dt className="text-ink-3">{key.key}</dt>
                  <dd className="min-w-0">
                    <span className="break-all">{key.normalised}</span>
                    <code className="block truncate font-mono text-ink-3" title={key.sha256}>
                      {key.sha256}
                    </code>
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
