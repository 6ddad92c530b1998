import type { SubjectFigures, SubjectTest } from '@/contracts/subject-test';
import { compareVariants } from '@/server/reports/significance';

export type Judgement = { winner: number; verdict: NonNullable<SubjectTest['verdict']>; statement: string };

/**
 * Which subject the rest gets: the one with the best rate, and of several the first of them. Nothing is held back for want of
 * significance, but the verdict says what the figures bear: the same test as the reports'.
 * @param tracked whether anything is known of what decides
 */
export function judge(by: SubjectTest['by'], figures: SubjectFigures, tracked: boolean): Judgement {
  const done = by === 'opens' ? 'opened' : 'clicked';
  const best = Math.max(...figures.map((each) => each.rate ?? 0));
  const leaders = figures.filter((each) => (each.rate ?? 0) === best);
  const first = leaders[0] ?? figures[0];
  if (!first) throw new Error('a test without subjects');
  const judgement = (verdict: Judgement['verdict'], why: string): Judgement => ({
    winner: figures.indexOf(first),
    verdict,
    statement: `${why} The rest gets ${first.letter}.`,
  });
  if (!tracked)
    return {
      ...judgement('not_tracked', ''),
      winner: 0,
      statement: `Not tracked: nothing is known of what was ${done}. The rest gets A, the first.`,
    };
  if (best === 0) return judgement('tie', `Nobody has ${done} any of them: the first stands.`);
  if (leaders.length > 1)
    return judgement('tie', `${leaders.map((each) => each.letter).join(' and ')} were ${done} equally often: the first of them stands.`);
  const test = compareVariants(
    done,
    figures.map(({ letter, reached, hits }) => ({ variant: letter, n: reached, hits })),
  );
  if (test.verdict === 'better') return judgement('better', test.statement);
  return judgement(test.verdict === 'too_few' ? 'too_few' : 'no_difference', `${test.statement} ${first.letter} leads.`);
}
