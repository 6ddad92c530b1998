'use client';
import { Card } from '../ui/card';
import { PageHeader } from '../ui/page-header';
import { SendTable } from './send-table';

export const SendList = () => (
  <>
    <PageHeader title="Sends" description="Every launch, with one ledger row for each person." />
    <Card>
      <SendTable />
    </Card>
  </>
);
