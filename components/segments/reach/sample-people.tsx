'use client';
import { UserRound } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Reach } from '@/contracts/segment';
import { Badge } from '../../ui/badge';

type Person = Reach['sampleProfile'][number];
export const personName = (p: Person) => p.name ?? p.email ?? 'Contact without a name';

/** A few people, each a link to the contact; `action` stands at the end of a line. */
export const SamplePeople = ({
  people,
  label,
  action,
}: {
  people: readonly Person[];
  label: string;
  action?: (person: Person) => ReactNode;
}) => (
  <ul aria-label={label} className="flex flex-col">
    {people.map((person) => (
      <li key={person.id} className="flex min-h-9 items-center gap-2 border-b py-1 last:border-0">
        <UserRound aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        <span className="min-w-0 flex-1">
          <Link href={`/overview/contacts/${person.id}`} className="block truncate text-sm font-medium hover:underline">
            {personName(person)}
          </Link>
          <span className="flex min-w-0 items-center gap-1 text-xs text-ink-3">
            <span className="truncate">{[person.name && person.email, person.country].filter(Boolean).join(' · ')}</span>
            {person.tags.slice(0, 2).map((tag) => (
              <Badge key={tag} className="h-4 px-1 text-2xs">
                {tag}
              </Badge>
            ))}
          </span>
        </span>
        {action?.(person)}
      </li>
    ))}
  </ul>
);
