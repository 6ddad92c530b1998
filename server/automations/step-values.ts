import type { TemplateValues } from '@/server/templates/interpolate';
import type { Held } from './run-step';

/** What {{…}} in the texts of a step stands for: the contact's fields and metadata, and `trigger`, what started the run. */
export function stepValues({ contact, run }: Pick<Held, 'contact' | 'run'>): TemplateValues {
  const { name, email, phone, country, timezone, language } = contact;
  return Object.assign(Object.create(null), { country, timezone, language }, contact.metadata, {
    name,
    email,
    phone,
    trigger: run.trigger.data ?? {},
  });
}
