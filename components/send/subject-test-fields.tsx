'use client';
import type { SubjectTestInput } from '@/contracts/subject-test';
import { FEW_FOR_A_SUBJECT, percentOf, testSizeOf } from '@/contracts/subject-test';
import { issueAt } from '../errors';
import { formatMinutes, formatNumber, plural } from '../format';
import { Field } from '../ui/field';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';

const usual: SubjectTestInput = { share: 0.2, wait_minutes: 240, by: 'opens' };
const shares = [10, 20, 30, 40, 50];
const waits = [60, 120, 240, 480, 1_440, 2_880];

type Props = {
  test: SubjectTestInput | null;
  onChange: (test: SubjectTestInput | null) => void;
  subjects: number;
  /** Who would receive it; not known yet: undefined. */
  people: number | undefined;
  error: unknown;
  /** Of the test in the input. */
  path: string;
};

/** Everybody at once, or a part first and the better subject to the rest, in words and numbers. */
export function SubjectTestFields({ test, onChange, subjects, people, error, path }: Props) {
  const set = (change: Partial<SubjectTestInput>) => onChange({ ...usual, ...test, ...change });
  return (
    <div className="flex flex-col gap-3">
      <Segmented
        label="Who gets which subject"
        value={test ? 'first' : 'all'}
        onValueChange={(how) => onChange(how === 'first' ? usual : null)}
        options={[
          { value: 'all', label: 'Split over everybody' },
          { value: 'first', label: 'Test, then send the better' },
        ]}
        className="self-start"
      />
      {!test ? (
        <p className="text-xs text-ink-3">Each person gets one of the {subjects}, always the same one.</p>
      ) : (
        <>
          <div className="grid gap-3 sm:grid-cols-3">
            <Field label="Test on" native={false} error={issueAt(error, `${path}.share`)}>
              <Select
                value={String(percentOf(test.share))}
                onValueChange={(percent) => set({ share: Number(percent) / 100 })}
                options={choices(shares, percentOf(test.share), (percent) => `${percent} %`)}
              />
            </Field>
            <Field
              label="Decide after"
              native={false}
              error={issueAt(error, `${path}.waitMinutes`) ?? issueAt(error, `${path}.wait_minutes`)}
            >
              <Select
                value={String(test.wait_minutes)}
                onValueChange={(minutes) => set({ wait_minutes: Number(minutes) })}
                options={choices(waits, test.wait_minutes, formatMinutes)}
              />
            </Field>
            <Field label="Better is" native={false} error={issueAt(error, `${path}.by`)}>
              <Select
                value={test.by}
                onValueChange={(by) => set({ by })}
                options={[
                  { value: 'opens', label: 'opened more' },
                  { value: 'clicks', label: 'clicked more' },
                ]}
              />
            </Field>
          </div>
          <Plan test={test} subjects={subjects} people={people} />
          {issueAt(error, path) && (
            <p role="alert" className="text-xs text-bad">
              {issueAt(error, path)}
            </p>
          )}
        </>
      )}
    </div>
  );
}

/** A value that was set by API stands among the usual ones. */
const choices = (usualOnes: number[], value: number, word: (value: number) => string) =>
  [...new Set([...usualOnes, value])].sort((a, b) => a - b).map((each) => ({ value: String(each), label: word(each) }));

function Plan({ test, subjects, people }: { test: SubjectTestInput; subjects: number; people: number | undefined }) {
  const percent = percentOf(test.share);
  const then = `after ${formatMinutes(test.wait_minutes)} the rest`;
  const better = `the subject that was ${test.by === 'opens' ? 'opened' : 'clicked'} more`;
  const more = 'You can choose earlier by hand. When none stands out, the one that leads goes out; on a tie the first.';
  if (!people)
    return (
      <p className="text-xs text-ink-3 text-pretty">
        {percent} % get the test; {then} gets {better}. {more}
      </p>
    );
  const tested = testSizeOf(people, percent, subjects);
  const each = Math.floor(tested / subjects);
  return (
    <>
      <p className="text-sm text-ink-2 text-pretty tnum">
        {percent} % get the test: {plural(tested, 'person', 'people')}, {formatNumber(each)} each; {then}, {formatNumber(people - tested)},
        get {better}.
      </p>
      <p className="text-xs text-ink-3 text-pretty">{more}</p>
      {each < FEW_FOR_A_SUBJECT && (
        <p className="text-xs text-warn text-pretty">
          {plural(each, 'person', 'people')} for each subject {each === 1 ? 'is' : 'are'} too few for rates that say much.
        </p>
      )}
    </>
  );
}
