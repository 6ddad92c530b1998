'use client';
import { Plus, X } from 'lucide-react';
import { limits } from '@/contracts/limits';
import { issueAt } from '../errors';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { type Draft, letter } from './draft';
import { SubjectTestFields } from './subject-test-fields';

type Subjects = Pick<Draft, 'subjects' | 'template' | 'test'>;
type Props = {
  draft: Subjects;
  set: (change: Partial<Subjects>) => void;
  error: unknown;
  /** Who would receive them. */
  people: number | undefined;
  /** Of the subjects, and of their test, in the input. */
  path?: string;
  testPath?: string;
};

/** One subject is the template's own; from the second on they are tested against each other. */
export function SubjectFields({ draft, set, error, people, path = 'subject_variants', testPath = 'subject_test' }: Props) {
  const { subjects } = draft;
  const testing = subjects.length > 1;
  return (
    <div className="flex flex-col gap-2">
      {subjects.map((subject, i) => (
        <Field
          // biome-ignore lint/suspicious/noArrayIndexKey: a variant is its place
          key={i}
          label={testing ? `Subject ${letter(i)}` : 'Subject'}
          error={issueAt(error, `${path}.${i}`)}
          hint={testing ? undefined : 'The template’s own. Add a second one to test them against each other.'}
        >
          <div className="flex gap-1.5">
            <Input
              value={subject}
              readOnly={!testing}
              maxLength={500}
              onChange={(e) => set({ subjects: subjects.map((old, at) => (at === i ? e.target.value : old)) })}
              className={testing ? undefined : 'bg-sunken text-ink-2'}
            />
            {testing && (
              <Button
                variant="ghost"
                size="icon"
                aria-label={`Remove subject ${letter(i)}`}
                onClick={() => {
                  const rest = subjects.filter((_, at) => at !== i);
                  set({ subjects: rest.length === 1 && draft.template ? [draft.template.source.subject] : rest });
                }}
              >
                <X aria-hidden className="size-3.5" />
              </Button>
            )}
          </div>
        </Field>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        {subjects.length < limits.subjectVariants && (
          <Button size="sm" onClick={() => set({ subjects: [...subjects, ''] })}>
            <Plus aria-hidden className="size-3.5" />
            Add a subject
          </Button>
        )}
      </div>
      {testing && (
        <SubjectTestFields
          test={draft.test}
          onChange={(test) => set({ test })}
          subjects={subjects.length}
          people={people}
          error={error}
          path={testPath}
        />
      )}
    </div>
  );
}
