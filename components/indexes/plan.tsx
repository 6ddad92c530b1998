/** What the database would do, folded away: for those who read EXPLAIN. */
export function Plan({ label, plan }: { label: string; plan: string | null }) {
  if (!plan) return null;
  return (
    <details className="text-xs">
      <summary className="w-fit cursor-pointer text-ink-3 hover:text-ink">{label}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="mt-1 overflow-x-auto rounded-md border bg-sunken p-2 font-mono text-xs">
        {plan}
      </pre>
    </details>
  );
}

export const formatMs = (ms: number) =>
  ms < 1000
    ? `${ms.toLocaleString('en', { maximumFractionDigits: ms < 10 ? 1 : 0 })} ms`
    : `${(ms / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} s`;
