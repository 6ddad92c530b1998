import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ContactList } from '@/components/contacts/contact-list';

export const metadata: Metadata = { title: 'Contacts' };

export default function ContactsPage() {
  return (
    <Suspense>
      <ContactList />
    </Suspense>
  );
}
