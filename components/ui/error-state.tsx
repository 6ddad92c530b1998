'use client';
import { RotateCw, TriangleAlert } from 'lucide-react';
import { explain } from '../errors';
import { Button } from './button';

/** What went wrong in the server's words, with the request id to quote, and another try. */
export function ErrorState({ error, retry, what = 'this' }: { error: unknown; retry?: () => void; what?: string }) {
  const { message, requestId } = explain(error);
  return (
    <div role="alert" className="flex flex-col items-center px-6 py-12 text-center">
      <span className="mb-3 flex size-10 items-center justify-center rounded-lg bg-bad-soft text-bad">
        <TriangleAlert aria-hidden className="size-5" strokeWidth={1.75} />
      </span>
      <h2 className="text-base font-semibold">Could not load {what}</h2>
      <p className="mt-1 max-w-md text-sm text-ink-3">{message}</p>
      {requestId && <p className="mt-1 font-mono text-xs text-ink-3">{requestId}</p>}
      {retry && (
        <Button className="mt-4" onClick={retry}>
          <RotateCw aria-hidden className="size-3.5" />
          Try again
        </Button>
      )}
    </div>
  );
}
