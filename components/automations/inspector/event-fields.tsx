'use client';
import { useEffect, useState } from 'react';
import { EventInput } from '../../segments/builder/event-input';
import { Field } from '../../ui/field';
import { Textarea } from '../../ui/input';

type Value = { event: string; where?: Record<string, unknown> | undefined };
type Props = { value: Value; onChange: (change: Partial<Value>) => void };

/** The name of an event, and conditions on its properties as JSON, in the words of `$did`. */
export function EventFields({ value, onChange }: Props) {
  const written = value.where ? JSON.stringify(value.where) : '';
  const [text, setText] = useState(written);
  const [wrong, setWrong] = useState(false);
  useEffect(() => setText(written), [written]);
  const read = (next: string) => {
    setText(next);
    if (!next.trim()) {
      setWrong(false);
      return onChange({ where: undefined });
    }
    try {
      const parsed: unknown = JSON.parse(next);
      const fits = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
      setWrong(!fits);
      if (fits) onChange({ where: parsed as Record<string, unknown> });
    } catch {
      setWrong(true);
    }
  };
  return (
    <>
      <Field label="Event" hint="As it is recorded, for example order.paid">
        <EventInput value={value.event} onChange={(event) => onChange({ event })} />
      </Field>
      <Field
        label="Its properties"
        optional
        hint={'For example {"properties.total": {"$gte": 100}}'}
        error={wrong ? 'not a JSON object' : undefined}
      >
        <Textarea rows={2} className="font-mono text-xs" value={text} onChange={(event) => read(event.target.value)} />
      </Field>
    </>
  );
}
