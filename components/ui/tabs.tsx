'use client';
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { cn } from './cn';

export const Tabs = Base.Root;

export const TabList = ({ label, className, children }: { label: string; className?: string; children: ReactNode }) => (
  <Base.List aria-label={label} className={cn('relative flex gap-4 overflow-x-auto border-b', className)}>
    {children}
    <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-ink transition-[translate,width] duration-150" />
  </Base.List>
);

export const Tab = ({ value, children }: { value: string; children: ReactNode }) => (
  <Base.Tab
    value={value}
    className="flex h-9 items-center gap-1.5 whitespace-nowrap rounded-sm text-sm text-ink-3 outline-offset-[-2px] hover:text-ink data-active:font-medium data-active:text-ink"
  >
    {children}
  </Base.Tab>
);

export const TabPanel = ({ value, className, children }: { value: string; className?: string; children: ReactNode }) => (
  <Base.Panel value={value} className={cn('outline-offset-4', className)}>
    {children}
  </Base.Panel>
);
