'use client';
import { useMutation } from '@tanstack/react-query';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useOrganization } from '../organization';
import { useTRPC } from '../trpc';
import { Menu, MenuRadioGroup, MenuRadioItem } from '../ui/menu';
import { Mark } from './mark';

/** Where one is; whoever is in several organizations goes to another here. */
export function OrganizationSwitch() {
  const { id, name, demo, organizations } = useOrganization();
  const trpc = useTRPC();
  // A full load: nothing of the one before stays in memory.
  const open = useMutation(trpc.organization.open.mutationOptions({ onSuccess: () => location.assign('/overview/audiences') }));
  const here = (
    <>
      <Mark />
      <span className="block min-w-0 flex-1 text-left leading-tight">
        <span className="block truncate text-sm font-semibold">{name}</span>
        <span className="block truncate text-2xs text-ink-3">Muster{demo && ' · demo'}</span>
      </span>
    </>
  );
  if (organizations.length < 2) return <div className="flex items-center gap-2.5 px-1.5 pt-1">{here}</div>;
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Organization: ${name}`}
          className="flex items-center gap-2.5 rounded-md px-1.5 py-1 outline-offset-[-2px] hover:bg-selected/60 max-md:mr-9"
        >
          {here}
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        </button>
      }
    >
      <MenuRadioGroup value={id} onValueChange={(next: string) => next !== id && open.mutate({ id: next })} aria-label="Organization">
        {organizations.map((each) => (
          <MenuRadioItem key={each.id} value={each.id}>
            <span className="min-w-0 flex-1 truncate">{each.name}</span>
            {each.id === id && <Check aria-hidden />}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </Menu>
  );
}
