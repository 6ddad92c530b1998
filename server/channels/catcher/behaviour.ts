/** What the catcher is about to take. `to` is as the client wrote it. */
type Arrival = { channel: 'email' | 'sms'; from: string; to: string };

/**
 * How it is to misbehave; nothing: it takes the message. `drop` cuts the connection without an answer, before or after the message is
 * stored: the second is RFC 1047's gap, where a client cannot know. `delayMs` comes before everything else.
 */
export type Verdict = {
  delayMs?: number;
  /** An SMTP code, or an HTTP status for an SMS. `at`: when the recipient is named (the default), or after the data. */
  reject?: { code: number; message: string; at?: 'recipient' | 'data' };
  drop?: 'before-store' | 'after-store';
};
export type Behaviour = (arrival: Arrival) => Verdict | undefined;

const known: Record<string, Verdict> = {
  bounce: { reject: { code: 550, message: '5.1.1 No such mailbox here' } },
  defer: { reject: { code: 451, message: '4.7.1 Greylisted, try again later' } },
  blocked: { reject: { code: 554, message: '5.7.1 Message looks like spam', at: 'data' } },
  vanish: { drop: 'after-store' },
};
const numbers: Record<string, Verdict> = {
  '+15005550001': { reject: { code: 422, message: 'invalid_recipient' } },
  '+15005550009': { drop: 'after-store' },
};

/**
 * Addresses to try failures with in the demo, at any domain and with any `+tag`: `bounce@` and `blocked@` are refused for good,
 * `defer@` for now, and `vanish@` is taken but never answered. SMS: +1 500 555 0001 is refused, …0009 never answered.
 */
export const demoBehaviour: Behaviour = ({ channel, to }) => {
  if (channel === 'sms') return Object.hasOwn(numbers, to) ? numbers[to] : undefined;
  const local = to.slice(0, to.lastIndexOf('@')).split('+', 1)[0]?.toLowerCase() ?? '';
  return Object.hasOwn(known, local) ? known[local] : undefined;
};
