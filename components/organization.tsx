'use client';
import { createContext, type ReactNode, useContext } from 'react';
import type { CurrentOrganization } from '@/contracts/organization';

const Context = createContext<CurrentOrganization | null>(null);

export const OrganizationProvider = ({ value, children }: { value: CurrentOrganization; children: ReactNode }) => (
  <Context value={value}>{children}</Context>
);

export function useOrganization(): CurrentOrganization {
  const organization = useContext(Context);
  if (!organization) throw new Error('useOrganization outside of the dashboard');
  return organization;
}

/** Only owners see what changes things; the server refuses members whatever the page shows. */
export const useIsOwner = () => useOrganization().role === 'owner';
