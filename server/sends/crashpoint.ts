/**
 * A named place at which the fault harness ends this process: `CRASHPOINT=name:nth`, counted from 1, or suspends it: `name:nth:SIGSTOP`.
 * Inert unless the variable is set; refused in production, where it would be an outage by configuration.
 */
export type CrashPoint =
  | 'claim.before'
  | 'claim.after'
  | 'sending.after'
  | 'deliver.before'
  | 'deliver.after'
  | 'record.before'
  | 'record.after'
  | 'suppress.after'
  | 'finish.before'
  | 'finish.after';
/** The same between the slices that a cancelled send is closed in. */
export type ClosePoint = 'close.after';
/** The same around the decision of a test of subjects: it is about to commit; it was committed. */
export type DecidePoint = 'decide.before' | 'decide.after';
/** The same around a batch of an ads sync. */
export type AdsPoint = 'ads.prepared' | 'ads.claimed' | 'ads.pushed' | 'ads.recorded';
/** The same around a step of an automation. */
export type StepPoint = 'step.before' | 'step.inside' | 'broken.inside' | 'step.after' | 'webhook.after';
/** The same of a campaign's launch: its people are determined; a slice is about to commit; a slice was committed. */
export type LaunchPoint = 'evaluate.after' | 'slice.before' | 'slice.after';

const wanted = process.env.CRASHPOINT;
if (wanted && process.env.NODE_ENV === 'production') throw new Error('CRASHPOINT is for tests and must not be set in production');
const [name, nth, signal = 'SIGKILL'] = wanted?.split(':') ?? [];
let passed = 0;

export function crashpoint(at: CrashPoint | ClosePoint | StepPoint | AdsPoint | LaunchPoint | DecidePoint): void {
  if (at === name && ++passed === Number(nth)) process.kill(process.pid, signal);
}
