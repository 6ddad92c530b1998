'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AutomationDetail } from '@/contracts/automation-api';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { CopyButton } from '../ui/copy-button';
import { Skeleton } from '../ui/skeleton';

/** Where the automation is called from outside, and what its calls are signed with. */
export function SettingsTab({ automation }: { automation: AutomationDetail }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const hook = useQuery(trpc.automations.hook.queryOptions({ id: automation.id }));
  const rotate = useMutation(
    trpc.automations.rotateHook.mutationOptions({
      onSuccess: (made) => queries.setQueryData(trpc.automations.hook.queryKey({ id: automation.id }), made),
    }),
  );
  return (
    <Section
      title="Webhooks"
      description="Signed as Standard Webhooks say: webhook-id, webhook-timestamp, webhook-signature."
      actions={
        <Button size="sm" loading={rotate.isPending} onClick={() => rotate.mutate({ id: automation.id })}>
          New address and secrets
        </Button>
      }
    >
      {hook.data ? (
        <dl className="grid gap-3 text-sm">
          {automation.trigger_type === 'webhook' && (
            <>
              <Secret label="Address of the trigger" value={hook.data.url} />
              <Secret label="Secret that callers sign with" value={hook.data.secret} hidden />
            </>
          )}
          <Secret label="Secret that our calls are signed with" value={hook.data.outgoing_secret} hidden />
          {automation.trigger_type === 'webhook' && (
            <div>
              <dt className="text-xs text-ink-3">Body</dt>
              <dd>
                <code className="font-mono text-xs break-all">{'{"contact": {"email": "ada@example.com"}, "data": {"plan": "gold"}}'}</code>
              </dd>
            </div>
          )}
        </dl>
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </Section>
  );
}

const Secret = ({ label, value, hidden }: { label: string; value: string; hidden?: boolean }) => (
  <div>
    <dt className="text-xs text-ink-3">{label}</dt>
    <dd className="flex items-center gap-1">
      <code className="font-mono text-xs break-all">{hidden ? `${value.slice(0, 10)}…` : value}</code>
      <CopyButton compact text={value} label={`Copy: ${label}`} />
    </dd>
  </div>
);
