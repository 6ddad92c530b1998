'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { Section } from '../../ui/card';
import { AudienceInput } from '../builder/audience-input';
import { Explanation } from './explanation';

/** On a contact's page: choose an audience, read why the contact is in it or why not. */
export function WhySection({ contactId }: { contactId: string }) {
  const [audience, setAudience] = useQueryState('why', parseAsString);
  return (
    <Section title="Why in, why not" description="Each condition of an audience for this contact, and what a send would check.">
      <div className="flex flex-col gap-4">
        <AudienceInput value={audience} onChange={(id) => void setAudience(id)} />
        {audience && <Explanation audienceId={audience} contactId={contactId} />}
      </div>
    </Section>
  );
}
