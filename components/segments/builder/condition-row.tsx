'use client';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import type { Json } from '@/filter/ast';
import { Badge } from '../../ui/badge';
import { cn } from '../../ui/cn';
import { forField } from '../condition/change';
import { readDid } from '../condition/did';
import { kindOf } from '../condition/operators';
import { readTest } from '../condition/read';
import { problemOf, settle, settleTest } from '../condition/settle';
import { update } from '../model/edit';
import type { Condition, Draft } from '../model/tree';
import { AudienceInput } from './audience-input';
import { useBuilder } from './context';
import { DidInput } from './did-input';
import { FieldCombobox } from './field-combobox';
import { fieldLabel, fieldOf } from './field-info';
import { JsonInput } from './json-input';
import { moveKeys, NodeActions } from './node-actions';
import { TestRow } from './test-row';
import { wordsOf } from './words';

/** How a condition can be drawn; `json` where the form has no controls for what it says. */
function shapeOf(key: string, value: Json | undefined): 'field' | 'did' | 'audience' | 'json' {
  if (key === '$did') return value === undefined || readDid(value) ? 'did' : 'json';
  if (key === '$inAudience') return value === undefined || typeof value === 'string' ? 'audience' : 'json';
  if (key.startsWith('$')) return 'json';
  return value === undefined || readTest(value) ? 'field' : 'json';
}

/** One condition: a field, an operator and a value; behaviour; another audience; or the JSON that says more than a form can. */
export function ConditionRow({ condition }: { condition: Condition }) {
  const builder = useBuilder();
  const { root, change, catalogue, fields } = builder;
  const [asJson, setAsJson] = useState(false);
  const { key, value, test }: Draft = condition.draft ?? { key: condition.key, value: condition.value };
  const own = condition.draft ? condition.draft.problem : value === undefined ? undefined : problemOf(key, value, catalogue);
  const natural = test ? 'field' : shapeOf(key, value);
  const shape = asJson ? 'json' : natural;
  const put = (next: Condition) => change(update<Condition>(root, condition.id, () => next));
  const putValue = (nextKey: string, next: Json | undefined) => put(settle(condition, { key: nextKey, value: next }, catalogue));

  const chooseField = (name: string) => {
    if (name === key) return;
    if (name === '$did') return putValue(name, { event: '' });
    if (name === '$inAudience') return putValue(name, undefined);
    const before = test?.operator ? { operator: test.operator, value: test.value } : value === undefined ? null : readTest(value);
    put(settleTest(condition, name, forField(before, kindOf(fieldOf(key, fields)), kindOf(fieldOf(name, fields))), catalogue));
  };

  const words = value === undefined ? null : wordsOf(key, value, builder);
  const name = words ?? (key ? `Condition on ${fieldLabel(key, fields)}` : 'New condition');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would inherit the look of the form around it
    <div role="group" aria-label={name} data-node={condition.id} onKeyDownCapture={moveKeys(builder, condition.id)}>
      <div className="flex items-start gap-1.5">
        <div className={cn('grid min-w-0 flex-1 gap-1.5', shape !== 'json' && 'sm:grid-cols-[minmax(9rem,11.5rem)_1fr]')}>
          {shape === 'json' ? (
            <JsonInput key={condition.id} condition={condition} words={words} onChange={put} open={asJson} />
          ) : (
            <>
              <FieldCombobox value={key} onValueChange={chooseField} />
              {shape === 'did' && <DidInput key={key} value={value} onChange={(next) => putValue('$did', next)} />}
              {shape === 'audience' && (
                <AudienceInput value={(value as string | undefined) ?? null} onChange={(id) => putValue('$inAudience', id)} />
              )}
              {shape === 'field' && key !== '' && (
                <TestRow
                  key={key}
                  field={fieldOf(key, fields)}
                  test={test?.operator ? { operator: test.operator, value: test.value } : value === undefined ? null : readTest(value)}
                  onChange={(next) => put(settleTest(condition, key, next, catalogue))}
                />
              )}
            </>
          )}
        </div>
        <NodeActions
          id={condition.id}
          what="condition"
          json={asJson}
          onJson={natural === 'json' || key === '' ? undefined : () => setAsJson(!asJson)}
        />
      </div>
      {own ? (
        <p role="alert" className="mt-1 flex items-start gap-1 text-xs text-bad">
          <CircleAlert aria-hidden className="mt-[3px] size-3 shrink-0" />
          {own}
        </p>
      ) : (
        condition.draft && (
          <p className="mt-1 text-xs text-ink-3">
            <Badge tone="warn">unfinished</Badge>{' '}
            {condition.value === undefined
              ? 'does not count yet'
              : `counts as before: ${wordsOf(condition.key, condition.value, builder) ?? condition.key}`}
          </p>
        )
      )}
    </div>
  );
}
