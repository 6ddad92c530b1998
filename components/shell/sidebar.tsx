'use client';
import { ArrowUpRight, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useOrganization } from '../organization';
import { cn } from '../ui/cn';
import { AccountMenu } from './account-menu';
import { navigation } from './nav';
import { OrganizationSwitch } from './organization-switch';

type Props = { onNavigate?: () => void; onSearch: () => void };

/** On a low screen the places scroll. */
const intoSight = (link: HTMLAnchorElement | null) => link?.scrollIntoView({ block: 'nearest' });

/** Organization, search, places, account. The same on a wide screen and in the narrow screen's panel. */
export function Sidebar({ onNavigate, onSearch }: Props) {
  const organization = useOrganization();
  const path = usePathname();
  return (
    <div className="flex h-full flex-col gap-3 p-3">
      <OrganizationSwitch />
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink-3 shadow-control transition-colors hover:border-control hover:text-ink"
      >
        <Search aria-hidden className="size-3.5" />
        <span className="flex-1 truncate text-left">Search or jump to…</span>
        <kbd className="rounded-sm border px-1 font-sans text-2xs">Ctrl K</kbd>
      </button>
      <nav aria-label="Main" className="flex flex-1 flex-col gap-4 overflow-y-auto">
        {navigation(organization.demo).map((group) => (
          <div key={group.label} className="flex flex-col gap-px">
            {group.label && <h2 className="px-2.5 pb-1 text-2xs font-medium text-ink-3">{group.label}</h2>}
            {group.items.map(({ href, label, icon: Icon, external }) => {
              const here = path === href || path.startsWith(`${href}/`);
              return (
                <Link
                  key={href}
                  href={href}
                  prefetch={external ? false : undefined}
                  {...(external ? { target: '_blank', rel: 'noopener' } : {})}
                  ref={here ? intoSight : undefined}
                  aria-current={here ? 'page' : undefined}
                  onClick={onNavigate}
                  className={cn(
                    'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm text-ink-2 outline-offset-[-2px] transition-colors hover:bg-selected/60 hover:text-ink max-md:h-10',
                    here && 'bg-selected font-medium text-ink',
                  )}
                >
                  <Icon aria-hidden className={cn('size-4', here ? 'text-ink' : 'text-ink-3')} strokeWidth={1.9} />
                  <span className="flex-1">{label}</span>
                  {external && <ArrowUpRight aria-label="opens in a new tab" className="size-3.5 text-ink-3" />}
                </Link>
              );
            })}
          </div>
        ))}
      </nav>
      <AccountMenu />
    </div>
  );
}
