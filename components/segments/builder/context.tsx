'use client';
import { createContext, type ReactNode, useContext } from 'react';
import type { Field } from '@/contracts/segment';
import type { Catalogue } from '@/filter/catalogue';
import type { Group } from '../model/tree';

export type Builder = {
  root: Group;
  /** Changes the tree; then the focus goes to the node `focus`, or into its first empty control. */
  change: (root: Group, focus?: string) => void;
  fields: readonly Field[];
  catalogue: Catalogue;
  /** The name of an audience, where it is known. */
  audience: (id: string) => string | undefined;
  readOnly: boolean;
};

const Context = createContext<Builder | null>(null);
export const BuilderProvider = ({ value, children }: { value: Builder; children: ReactNode }) => (
  <Context value={value}>{children}</Context>
);

export function useBuilder(): Builder {
  const builder = useContext(Context);
  if (!builder) throw new Error('useBuilder outside of a filter builder');
  return builder;
}
