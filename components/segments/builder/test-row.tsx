'use client';
import type { Field } from '@/contracts/segment';
import { Select } from '../../ui/select';
import { withOperator } from '../condition/change';
import { type FieldTest, firstOperator, kindOf, type OperatorId, operatorLabel, operatorsFor } from '../condition/operators';
import { useBuilder } from './context';
import { TestInput } from './test-input';

type Props = { field: Field; test: FieldTest | null; onChange: (test: FieldTest) => void };

/** The operator in words, and the value it asks for. */
export function TestRow({ field, test, onChange }: Props) {
  const { readOnly } = useBuilder();
  const kind = kindOf(field);
  const now = test ?? { operator: firstOperator(kind), value: undefined };
  return (
    <div className="grid min-w-0 gap-1.5 sm:grid-cols-[minmax(7.5rem,10rem)_1fr]">
      <Select<OperatorId>
        aria-label="Operator"
        value={now.operator}
        onValueChange={(operator) => onChange(withOperator(now, operator))}
        options={operatorsFor(kind, now.operator).map((value) => ({ value, label: operatorLabel(value, kind) }))}
        disabled={readOnly}
      />
      <TestInput field={field} kind={kind} test={now} onChange={(value) => onChange({ ...now, value })} readOnly={readOnly} />
    </div>
  );
}
