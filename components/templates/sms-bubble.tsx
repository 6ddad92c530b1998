import { plural } from '../format';
import { smsSize } from './sms-segments';

/** A text message as a phone shows it, and what it costs. */
export function SmsBubble({ text }: { text: string }) {
  const { encoding, units, segments } = smsSize(text);
  return (
    <div className="flex flex-col items-start gap-1.5 rounded-lg border bg-sunken p-4">
      {text.trim() ? (
        <p className="max-w-80 rounded-xl rounded-bl-sm bg-selected px-3.5 py-2.5 text-base break-words whitespace-pre-wrap">{text}</p>
      ) : (
        <p className="text-sm text-ink-3">This template has no text for SMS.</p>
      )}
      {segments > 0 && (
        <p className="text-xs text-ink-3 tnum">
          {plural(segments, 'segment')} · {plural(units, 'unit')} of {encoding}
        </p>
      )}
    </div>
  );
}
