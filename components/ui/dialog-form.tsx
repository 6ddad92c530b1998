'use client';
import type { FormEvent, ReactNode } from 'react';
import { Button } from './button';
import { DialogBody, DialogFooter } from './dialog';

type Props = {
  /** What the button says that sends it. */
  action: string;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  pending: boolean;
  /** Something that the browser does not check is missing. */
  disabled?: boolean;
  close: () => void;
  children: ReactNode;
};

/** A dialog's form: its fields, a way out, and the button that sends them. */
export const DialogForm = ({ action, onSubmit, pending, disabled, close, children }: Props) => (
  <form
    className="flex min-h-0 flex-col"
    onSubmit={(event) => {
      event.preventDefault();
      // React's events leave the portal: a form around the dialog is not sent with it.
      event.stopPropagation();
      onSubmit(event);
    }}
  >
    <DialogBody>{children}</DialogBody>
    <DialogFooter>
      <Button onClick={close}>Cancel</Button>
      <Button type="submit" variant="primary" disabled={disabled} loading={pending}>
        {action}
      </Button>
    </DialogFooter>
  </form>
);
