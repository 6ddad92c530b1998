import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ContactDetail } from '@/components/contacts/contact-detail';

export const metadata: Metadata = { title: 'Contact' };

export default async function ContactPage({ params }: PageProps<'/overview/contacts/[id]'>) {
  const { id } = await params;
  return (
    <Suspense>
      <ContactDetail id={id} />
    </Suspense>
  );
}
