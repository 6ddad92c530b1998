'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { uuidv7 } from 'uuidv7';
import type { SendAccepted, SendBody } from '@/contracts/send';
import { useTRPC, useTRPCClient } from '../trpc';

type State = { accepted: SendAccepted[]; of: number; running: boolean; error: unknown };

/**
 * Launches a send, as one call per slice when the audience is larger than a call may be. Stops at the first failure; calling again goes
 * on with the slices that were not accepted, under the same attempt ids: where only the answer was lost, the server answers it again
 * and sends nothing.
 */
export function useSend(audienceId: string) {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const [state, setState] = useState<State>({ accepted: [], of: 1, running: false, error: null });
  const attempt = useRef({ body: '', id: '' });

  async function launch(body: SendBody, of: number) {
    const text = JSON.stringify([body, of]);
    const same = attempt.current.body === text;
    if (!same) attempt.current = { body: text, id: uuidv7() };
    let accepted = same ? state.accepted : [];
    setState({ accepted, of, running: true, error: null });
    try {
      while (accepted.length < of) {
        const index = accepted.length;
        const slice = of > 1 ? { slice: { index, of } } : {};
        const answer = await client.sends.schedule.mutate({ ...body, ...slice, audienceId, attempt: `${attempt.current.id}-${index}` });
        accepted = [...accepted, answer];
        setState({ accepted, of, running: accepted.length < of, error: null });
      }
    } catch (error) {
      setState({ accepted, of, running: false, error });
    }
    void queries.invalidateQueries({ queryKey: trpc.sends.list.pathKey() });
  }

  return { ...state, launch, finished: state.accepted.length > 0 && state.accepted.length === state.of };
}
