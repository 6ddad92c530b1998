'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ColumnMapping } from '@/contracts/import';
import type { Answer, Checked, Loaded, Problem, Question } from './check.worker';

type State = { file: File | null; loaded: Loaded | null; checked: Checked | null; checking: boolean; problem: Problem | null };
const nothing: State = { file: null, loaded: null, checked: null, checking: false, problem: null };

/** A chosen file, read and checked in a worker. After each change of the mapping the newest check wins; the last figures stay until then. */
export function useCsvFile() {
  const [state, setState] = useState<State>(nothing);
  const worker = useRef<Worker | null>(null);
  const latest = useRef(0);

  const stop = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  useEffect(() => stop, [stop]);

  const choose = useCallback(
    async (file: File | null) => {
      stop();
      setState(file ? { ...nothing, file, checking: true } : nothing);
      if (!file) return;
      const started = new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' });
      worker.current = started;
      const fail = (message: string) => setState((s) => ({ ...s, checking: false, problem: { code: 'internal', message, issues: [] } }));
      started.onerror = () => fail('The file could not be checked in this browser.');
      started.onmessage = ({ data }: MessageEvent<Answer>) => {
        if (data.kind === 'loaded') setState((s) => ({ ...s, loaded: data, checking: true }));
        else if (data.kind === 'failed' && data.id === undefined) setState((s) => ({ ...s, checking: false, problem: data.problem }));
        else if (data.id !== latest.current) return;
        else if (data.kind === 'failed') setState((s) => ({ ...s, checking: false, checked: null, problem: data.problem }));
        else setState((s) => ({ ...s, checking: false, checked: data, problem: null }));
      };
      try {
        const bytes = await file.arrayBuffer();
        started.postMessage({ kind: 'load', bytes } satisfies Question, [bytes]);
      } catch {
        fail('The file could not be read. Was it moved or deleted?');
      }
    },
    [stop],
  );

  const check = useCallback((mapping: ColumnMapping) => {
    latest.current += 1;
    setState((s) => ({ ...s, checking: true }));
    worker.current?.postMessage({ kind: 'check', id: latest.current, mapping } satisfies Question);
  }, []);

  return { ...state, choose, check };
}
