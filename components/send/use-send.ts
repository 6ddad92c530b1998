'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SendAccepted, SendBody } from '@/contracts/send';
import { explain } from '../errors';
import { useTRPC, useTRPCClient } from '../trpc';

export type Slice = { index: number; of: number };
type State = { accepted: SendAccepted[]; of: number; running: boolean; error: unknown };

/**
 * Launches a send, as one call per slice when the audience is larger than a call may be. Stops at the first failure; calling again goes
 * on with the slices that were not accepted. When an answer is lost on the way, the list of sends says whether it had been accepted:
 * nobody is sent to twice because of a broken connection.
 */
export function useSend(audienceId: string) {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const [state, setState] = useState<State>({ accepted: [], of: 1, running: false, error: null });

  async function launch(body: SendBody, of: number) {
    let accepted = state.of === of ? state.accepted : [];
    setState({ accepted, of, running: true, error: null });
    try {
      while (accepted.length < of) {
        const slice = of > 1 ? { index: accepted.length, of } : null;
        accepted = [...accepted, await launchOne(body, slice)];
        setState({ accepted, of, running: accepted.length < of, error: null });
      }
    } catch (error) {
      setState({ accepted, of, running: false, error });
    }
    void queries.invalidateQueries({ queryKey: trpc.sends.list.pathKey() });
  }

  const latest = async () => (await client.sends.list.query({ audienceId, limit: 25 })).data;

  async function launchOne(body: SendBody, slice: Slice | null): Promise<SendAccepted> {
    const before = new Set((await latest()).map((send) => send.id));
    try {
      return await client.sends.schedule.mutate({ ...body, audienceId, ...(slice ? { slice } : {}) });
    } catch (error) {
      if (explain(error).status !== 0) throw error;
      const found = (await latest()).find(
        (send) => !before.has(send.id) && send.slice?.index === slice?.index && send.slice?.of === slice?.of,
      );
      if (!found) throw error;
      const { total, scheduled, sending, sent, failed, unknown, cancelled, suppressed, unreachable, duplicates } = found.counts;
      return {
        send_id: found.id,
        audience_id: audienceId,
        total,
        scheduled: scheduled + sending + sent + failed + unknown + cancelled,
        suppressed,
        unreachable,
        duplicates,
        starts_at: found.starts_at,
        ends_at: found.ends_at,
        warnings: [],
      };
    }
  }

  return { ...state, launch, finished: state.accepted.length > 0 && state.accepted.length === state.of };
}
