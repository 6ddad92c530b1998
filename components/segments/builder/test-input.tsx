'use client';
import type { Field } from '@/contracts/segment';
import { Checkbox } from '../../ui/checkbox';
import { Input } from '../../ui/input';
import { type FieldKind, type FieldTest, inputOf, type Pattern, type Scalar, type Span, type TestValue } from '../condition/operators';
import { ListInput } from './list-input';
import { NumberInput, ScalarInput } from './scalar-input';
import { SpanInput } from './span-input';
import { nameOf, suggestionsOf } from './standard-values';

type Props = { field: Field; kind: FieldKind; test: FieldTest; onChange: (value: TestValue) => void; readOnly?: boolean };

/** The value of a condition, as its operator asks for it. */
export function TestInput({ field, kind, test, onChange, readOnly }: Props) {
  const { value } = test;
  const one = kind === 'list' ? 'text' : kind;
  switch (inputOf(test.operator)) {
    case 'none':
      return null;
    case 'list':
      return (
        <ListInput
          kind={kind}
          value={(value as Scalar[] | undefined) ?? []}
          onChange={onChange}
          suggestions={suggestionsOf(field)}
          nameOf={(value) => nameOf(field, value)}
          readOnly={readOnly}
        />
      );
    case 'span':
      return <SpanInput value={value as Span | undefined} onChange={onChange} readOnly={readOnly} />;
    case 'count':
      return (
        <NumberInput
          label="Number of entries"
          whole
          value={value as number | undefined}
          onChange={onChange}
          readOnly={readOnly}
          className="w-20"
        />
      );
    case 'range': {
      const [low, high] = (value as [Scalar | undefined, Scalar | undefined] | undefined) ?? [undefined, undefined];
      return (
        <span className="flex flex-wrap items-center gap-1.5">
          <ScalarInput
            kind={one}
            label="From"
            value={low}
            onChange={(next) => onChange([next, high])}
            suggestions={suggestionsOf(field)}
            nameOf={(value) => nameOf(field, value)}
            readOnly={readOnly}
          />
          <span className="text-xs text-ink-3">and</span>
          <ScalarInput
            kind={one}
            label="To"
            value={high}
            onChange={(next) => onChange([low, next])}
            suggestions={suggestionsOf(field)}
            nameOf={(value) => nameOf(field, value)}
            readOnly={readOnly}
          />
        </span>
      );
    }
    case 'pattern': {
      const pattern = (value as Pattern | undefined) ?? { pattern: '', ignoreCase: true };
      return (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <Input
            aria-label="Pattern"
            placeholder="^A.*son$"
            value={pattern.pattern}
            onChange={(event) => onChange({ ...pattern, pattern: event.target.value })}
            readOnly={readOnly}
            className="w-auto min-w-40 flex-1 font-mono text-xs"
          />
          <Checkbox
            label="ignore case"
            checked={pattern.ignoreCase}
            onCheckedChange={(ignoreCase) => onChange({ ...pattern, ignoreCase })}
            disabled={readOnly}
          />
        </span>
      );
    }
    default:
      return (
        <ScalarInput
          key={field.name}
          kind={one}
          value={value as Scalar | undefined}
          onChange={onChange}
          suggestions={suggestionsOf(field)}
          nameOf={(value) => nameOf(field, value)}
          readOnly={readOnly}
        />
      );
  }
}
