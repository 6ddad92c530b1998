import type { SubjectTestInput } from '@/contracts/subject-test';
import { formatMinutes } from '../format';

/** How the subjects of a send, or of a campaign, are given out. */
export const subjectWords = (subjects: number, test: Pick<SubjectTestInput, 'share' | 'wait_minutes' | 'by'> | null): string =>
  test
    ? `${subjects}, tested on ${Math.round(test.share * 100)} %; after ${formatMinutes(test.wait_minutes)} the one with more ${test.by} goes to the rest`
    : `${subjects}, split over everybody`;
