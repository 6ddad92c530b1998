import * as z from 'zod';

/** With fewer people for each subject, their rates say little. */
export const FEW_FOR_A_SUBJECT = 50;

const share = z.number().min(0.01).max(0.9).multipleOf(0.01).default(0.2).meta({
  description: 'The part of the people who get the test, in equal groups, one for each subject; in steps of 0.01',
});
const wait = z.number().int().min(5).max(4_320).default(240).meta({
  description: 'Minutes from the last message of the test to the decision',
});
const by = z
  .enum(['opens', 'clicks'])
  .default('opens')
  .meta({ description: 'Which rate decides; opens and clicks of machines do not count' });
const description = 'Test the subjects on a part of the people, then send the better one to the rest. Email only, with `subject_variants`';

export const subjectTestInput = z.strictObject({ share, wait_minutes: wait, by }).meta({ id: 'SubjectTestInput', description });
export type SubjectTestInput = z.infer<typeof subjectTestInput>;
/** The same in a campaign, whose bodies are in camelCase. */
export const campaignSubjectTest = z.strictObject({ share, waitMinutes: wait, by }).meta({ id: 'CampaignSubjectTest', description });

export const subjectVerdicts = ['better', 'no_difference', 'too_few', 'tie', 'not_tracked', 'chosen'] as const;
export const subjectTestSchema = z
  .object({
    share: z.number(),
    wait_minutes: z.number().int(),
    by: z.enum(['opens', 'clicks']),
    status: z.enum(['waiting', 'running', 'decided', 'ended']).meta({
      description:
        '`waiting`: the send has not begun. `ended`: without a decision, because nobody was left to send to, or it was cancelled',
    }),
    test_size: z.number().int().nullable().meta({
      description: 'People who get the test, in all slices of a campaign’s occurrence together; null: not known before the start',
    }),
    rest_size: z.number().int().nullable().meta({ description: 'People who wait for the decision, or did' }),
    decides_at: z.string().nullable().meta({ description: 'When it is decided, unless somebody chooses before; a pause moves it' }),
    decided_at: z.string().nullable(),
    winner: z.string().nullable().meta({ description: 'Letter of the subject that the rest gets' }),
    decided_by: z
      .object({ type: z.enum(['automatic', 'user', 'api_key']), id: z.string().nullable(), name: z.string().nullable() })
      .nullable(),
    verdict: z.enum(subjectVerdicts).nullable().meta({
      description:
        '`better`: the winner differs from every other at 5 %. `no_difference`, `too_few`: it only leads. `tie`: of those that lead, the first. `not_tracked`: nothing is known, the first. `chosen`: by hand',
    }),
    statement: z.string().nullable().meta({ description: 'The same in words' }),
    figures: z.array(
      z.object({ letter: z.string(), reached: z.number().int(), hits: z.number().int(), rate: z.number().nullable() }).meta({
        description: 'At the decision: of the messages that reached somebody, those opened or clicked by a person',
      }),
    ),
  })
  .meta({ id: 'SubjectTest' });
export type SubjectTest = z.infer<typeof subjectTestSchema>;
export type SubjectFigures = SubjectTest['figures'];

export const subjectChoice = z
  .strictObject({ winner: z.string().regex(/^[A-E]$/, 'a letter of the send’s subjects') })
  .meta({ id: 'SubjectChoice' });

/** Whole percent of a share: what is counted with, so that no rounding of fractions differs between languages. */
export const percentOf = (share: number): number => Math.round(share * 100);

/** Of `people`, those who get the test: equal groups, at least one person for each subject where there are as many. */
export function testSizeOf(people: number, percent: number, subjects: number): number {
  return Math.min(people, Math.max(1, Math.floor((people * percent) / 100 / subjects)) * subjects);
}
