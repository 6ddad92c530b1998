'use client';
import { Braces, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Textarea } from '../../ui/input';
import { settle } from '../condition/settle';
import { formatJson } from '../json/format';
import { locate } from '../json/locate';
import { type Condition, isObject } from '../model/tree';
import { useBuilder } from './context';

type Props = { condition: Condition; words: string | null; onChange: (condition: Condition) => void; open: boolean };

/** A condition as its JSON: what the form cannot draw is said in words, and stays as it was written until it is edited here. */
export function JsonInput({ condition, words, onChange, open }: Props) {
  const { catalogue, readOnly } = useBuilder();
  const [text, setText] = useState<string | null>(open ? textOf(condition) : null);

  function type(next: string) {
    setText(next);
    const located = locate(next);
    const json = located.ok ? located.root.value : null;
    const [key, ...more] = isObject(json) ? Object.keys(json) : [];
    if (!located.ok || !isObject(json) || key === undefined || more.length > 0) {
      const problem = !located.ok
        ? located.mark.message
        : 'one condition is expected here, such as { "country": "US" }; for several, add a group';
      return onChange({ ...condition, draft: { key: condition.key, value: condition.value, problem } });
    }
    onChange(settle(condition, { key, value: json[key] }, catalogue));
  }

  if (text === null) {
    return (
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-dashed border-line-strong bg-sunken px-2.5 py-1">
        <Badge tone="outline">
          <Braces aria-hidden className="size-3" />
          JSON condition
        </Badge>
        <span className="min-w-0 flex-1 basis-40 break-words text-sm">
          {words ?? <code className="font-mono text-xs break-all">{textOf(condition)}</code>}
        </span>
        {!readOnly && (
          <Button variant="ghost" size="sm" onClick={() => setText(textOf(condition))}>
            <Pencil aria-hidden className="size-3" />
            Edit JSON
          </Button>
        )}
      </div>
    );
  }
  return (
    <Textarea
      aria-label="Condition as JSON"
      value={text}
      onChange={(event) => type(event.target.value)}
      rows={Math.min(14, Math.max(2, text.split('\n').length))}
      spellCheck={false}
      autoFocus
      className="font-mono text-xs leading-5"
    />
  );
}

const textOf = ({ key, value }: Condition): string => formatJson(Object.fromEntries([[key, value ?? null]]), 60);
