import { decodeWords } from 'postal-mime';
import { decodeId } from '@/contracts/ids';

/** What the mailbox list shows of a mail, from the header block alone. */
export function readHeaders(raw: string) {
  const end = raw.search(/\r?\n\r?\n/);
  const block = (end === -1 ? raw : raw.slice(0, end)).replace(/\r?\n(?=[ \t])/g, '');
  const header = (name: string): string => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(block)?.[1]?.trim() ?? '';
  const id = header('message-id');
  return {
    from: decodeWords(header('from')),
    subject: decodeWords(header('subject')),
    messageId: id || null,
    orgId: decodeId('organization', header('x-muster-organization')),
    userId: decodeId('user', header('x-muster-person')),
    /** Uuid of the ledger row. */
    ledgerId: decodeId('message', header('x-entity-ref-id')),
  };
}
