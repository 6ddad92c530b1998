import Link from 'next/link';
import type { Person } from '@/contracts/membership';
import { contactName } from '../contacts/columns';
import { rowLinkClass } from '../ui/data-table';

/** Who it is about: one that was erased is only an id. */
export const PersonLink = ({ person }: { person: Person }) =>
  person.erased ? (
    <span className="flex min-w-0 flex-col">
      <span className="text-ink-3">Deleted contact</span>
      <code className="truncate font-mono text-2xs text-ink-3">{person.id}</code>
    </span>
  ) : (
    <div className="min-w-0">
      <Link href={`/overview/contacts/${person.id}`} className={rowLinkClass}>
        {contactName(person)}
      </Link>
      {person.name && <div className="truncate text-xs text-ink-3">{person.email ?? person.phone}</div>}
    </div>
  );
