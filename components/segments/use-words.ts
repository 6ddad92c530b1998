'use client';
import { useRef } from 'react';
import { describeWhere } from '@/filter/describe';
import type { FilterState } from './builder/use-filter';
import { catalogueOf } from './json/check';

/** The filter in plain words; while it is invalid, those of the last valid one. */
export function useWords({ checked }: FilterState, audience: (id: string) => string | undefined): string {
  const last = useRef('');
  if (checked.ok) {
    const { datatype, where } = checked.ast;
    const words = describeWhere(where, { catalogue: catalogueOf(datatype, []), audience });
    last.current = datatype === 'contact' ? words : `has a ${datatype} where ${words}`;
  }
  return last.current.replace(/^./, (c) => c.toUpperCase());
}
