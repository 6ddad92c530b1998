'use client';
import type { ReactNode } from 'react';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { DialogBody, DialogFooter } from './dialog';
import { Notice } from './notice';

/** The end of a dialog that made a secret: what it shows is not shown again. */
export const ShownOnce = ({ notice, children, close }: { notice: string; children: ReactNode; close: () => void }) => (
  <>
    <DialogBody>
      <Notice tone="warn">{notice} Nobody can show it to you again.</Notice>
      {children}
    </DialogBody>
    <DialogFooter>
      <Button variant="primary" onClick={close}>
        I have stored it
      </Button>
    </DialogFooter>
  </>
);

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
