/** Why a run ended, in words, for what the run says as a code. */
const reasons: Record<string, string> = {
  goal: 'reached the goal',
  left_audience: 'left the audience',
  no_longer_matches: 'no longer matches',
  exit_step: 'at an end step',
  erased: 'the contact was erased',
  archived: 'the automation was archived',
  by_owner: 'by an owner',
  loop: 'a loop was stopped',
  gave_up: 'it could not go on',
  step_failed: 'a step failed',
};

export const reasonWords = (reason: string | null): string | null => (reason ? (reasons[reason] ?? reason) : null);

type Result = Record<string, unknown>;

/** What a step did, in words, by its type and what it left as its result. */
export function stepDone(type: string, result: Result): string {
  const said = (key: string) => (typeof result[key] === 'string' ? `“${result[key]}”` : '');
  const idle = result.changed === false;
  switch (type) {
    case 'tag':
      return idle ? `had the tag ${said('tag')} already` : `added the tag ${said('tag')}`;
    case 'untag':
      return idle ? `had no tag ${said('tag')}` : `removed the tag ${said('tag')}`;
    case 'set_field':
      return `set ${result.field}`;
    case 'add_to_audience':
      return idle ? 'was in the list already' : 'added to a list';
    case 'remove_from_audience':
      return idle ? 'was not in the list' : 'removed from a list';
    case 'webhook':
      return 'called a webhook';
    case 'wait_for_event':
      return result.way === 'received' ? 'the event happened that it waited for' : 'the event did not happen in time';
    case 'branch':
      return result.way === 'yes' ? 'matched, and took the way “yes”' : 'did not match, and took the way “no”';
    case 'split':
      return `took the way ${said('name') || Number(result.way) + 1}`;
    case 'send':
      return 'a message was made';
    default:
      return 'the wait was over';
  }
}
