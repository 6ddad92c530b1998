'use client';
import { type ReactNode, useState } from 'react';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { Dialog, DialogBody, DialogFooter } from './dialog';
import { Notice } from './notice';

type Head = { title: string; description: string };
type SecretProps<T> = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  before: Head;
  form: (made: (made: T) => void, close: () => void) => ReactNode;
  after: Head & { notice: string };
  /** What there is to store. */
  show: (made: T) => ReactNode;
};

/** A dialog that makes a secret: its form, then what was made, which is not shown again. */
export function SecretDialog<T>({ open, onOpenChange, before, form, after, show }: SecretProps<T>) {
  const [made, setMade] = useState<T | null>(null);
  const close = () => {
    onOpenChange(false);
    setMade(null);
  };
  const { title, description } = made ? after : before;
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()} title={title} description={description}>
      {!made ? (
        open && form(setMade, close)
      ) : (
        <>
          <DialogBody>
            <Notice tone="warn">{after.notice} Nobody can show it to you again.</Notice>
            {show(made)}
          </DialogBody>
          <DialogFooter>
            <Button variant="primary" onClick={close}>
              I have stored it
            </Button>
          </DialogFooter>
        </>
      )}
    </Dialog>
  );
}

type Props = { label: string; text: string; copy: string; testId?: string };

/** One thing to store. `copy` names it on the button. */
export const ToStore = ({ label, text, copy, testId }: Props) => (
  <div className="flex flex-col gap-2">
    <span className="text-xs font-medium text-ink-2">{label}</span>
    <div className="flex items-center gap-2">
      <code
        data-testid={testId}
        className="min-w-0 flex-1 rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-xs break-all select-all"
      >
        {text}
      </code>
      <CopyButton text={text} label={copy} />
    </div>
  </div>
);
