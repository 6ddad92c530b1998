import { ChartNoAxesColumn } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { buttonClass } from '../ui/button';

type Props = { of: 'audiences' | 'automations' | 'campaigns' | 'sends'; id: string };

/** Goes to the report of one thing. */
export const ReportLink = ({ of, id }: Props) => (
  <Link href={`/overview/reports/${of}/${id}` as Route} className={buttonClass()}>
    <ChartNoAxesColumn aria-hidden className="size-3.5" />
    <span className="max-sm:sr-only">Report</span>
  </Link>
);
