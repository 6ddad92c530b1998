import { FEW_FOR_A_SUBJECT, percentOf, testSizeOf } from '@/contracts/subject-test';
import type { ScheduleInput, Warning } from './plan-send';

/** Warns of a test of so few people that its rates will say little. @param people those who would receive the send */
export function smallTest({ subject_test: test, subject_variants: subjects = [] }: ScheduleInput, people: number): Warning[] {
  if (!test) return [];
  const each = Math.floor(testSizeOf(people, percentOf(test.share), subjects.length) / subjects.length);
  if (each >= FEW_FOR_A_SUBJECT) return [];
  return [{ code: 'small_test', message: `each subject is tested on ${each} of ${people} people: too few for rates that say much` }];
}
