import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Mailbox } from '@/components/mailbox/mailbox';

export const metadata: Metadata = { title: 'Mailbox' };

export default function MailboxPage() {
  return (
    <Suspense>
      <Mailbox />
    </Suspense>
  );
}
