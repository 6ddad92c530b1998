'use client';
import { useMutation } from '@tanstack/react-query';
import { type ComponentProps, createContext, type FormEvent, type ReactNode, useContext } from 'react';
import { type Explained, explain, issueAt } from '../errors';
import { Button } from './button';
import { Section } from './card';
import { Dialog } from './dialog';
import { DialogForm } from './dialog-form';
import { Field } from './field';
import { Input } from './input';
import { Notice } from './notice';

type Values = Record<string, string>;
type Sending = {
  /** Told what the named fields hold. What it throws is shown: at the field that an issue names, else above them all. */
  send: (values: Values) => Promise<unknown>;
  /** Says a failure better than the server does. */
  say?: (failure: Explained) => string;
};

const Failure = createContext<unknown>(null);

/** The first message about a named field of the form around. */
export const useIssue = (name: string): string | undefined => issueAt(useContext(Failure), name);

/** A form's text field. */
export function FormField({ name, label, hint, ...input }: ComponentProps<typeof Input> & { name: string; label: string; hint?: string }) {
  return (
    <Field label={label} hint={hint} error={useIssue(name)}>
      <Input name={name} {...input} />
    </Field>
  );
}

function useSending({ send, say = ({ message }) => message }: Sending) {
  const { mutateAsync, error, variables, isPending, isSuccess } = useMutation({ mutationFn: send, meta: { quiet: true } });
  const submit = (done?: (form: HTMLFormElement) => void) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    mutateAsync(Object.fromEntries(new FormData(form)) as Values).then(
      () => done?.(form),
      () => {}, // shown: it is `error`
    );
  };
  const failure = error && explain(error);
  const shown = failure?.issues.some(({ path }) => Object.hasOwn(variables ?? {}, String(path[0])));
  const told = failure && !shown ? <Notice tone="bad">{say(failure)}</Notice> : null;
  return { submit, error, told, isPending, done: isSuccess ? variables : null };
}

type FormProps = Sending & {
  action: string;
  variant?: 'page' | 'section';
  clears?: boolean;
  /** What stands in its place once it is sent. */
  sent?: (values: Values) => ReactNode;
  children?: ReactNode;
};

/** Fields and a button on a page. `page`: the form is what the page is for. `clears`: empty again once it is sent. */
export function Form({ action, variant = 'page', clears, sent, children, ...sending }: FormProps) {
  const { submit, error, told, isPending, done } = useSending(sending);
  if (sent && done) return sent(done);
  return (
    <Failure value={error}>
      <form onSubmit={submit((form) => clears && form.reset())} className="flex flex-col gap-4">
        {told}
        {children}
        <Button
          type="submit"
          variant="primary"
          loading={isPending}
          {...(variant === 'page' ? { size: 'lg', className: 'w-full' } : { className: 'self-start' })}
        >
          <span className="truncate">{action}</span>
        </Button>
      </form>
    </Failure>
  );
}

type SectionProps = Omit<FormProps, 'variant' | 'sent'> & { title: string; description: string };

/** One of several forms of a page. */
export const FormSection = ({ title, description, ...form }: SectionProps) => (
  <Section title={title} description={description}>
    <Form variant="section" {...form} />
  </Section>
);

type DialogProps = Omit<ComponentProps<typeof Dialog>, 'size'> & Sending & { action: string };

/** A form in a dialog, made anew when that opens, gone when it is sent. */
export function FormDialog({ action, send, say, children, ...dialog }: DialogProps) {
  return (
    <Dialog {...dialog} size="sm">
      {dialog.open && (
        <Sending action={action} send={send} close={() => dialog.onOpenChange(false)} {...(say && { say })}>
          {children}
        </Sending>
      )}
    </Dialog>
  );
}

function Sending({ action, close, children, ...sending }: Sending & { action: string; close: () => void; children: ReactNode }) {
  const { submit, error, told, isPending } = useSending(sending);
  return (
    <Failure value={error}>
      <DialogForm action={action} onSubmit={submit(close)} pending={isPending} close={close}>
        {told}
        {children}
      </DialogForm>
    </Failure>
  );
}
