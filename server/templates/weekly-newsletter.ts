import type { TemplateSource } from '@/contracts/template';

/** The template `weekly-newsletter` of the demo organization. */
export const weeklyNewsletter: TemplateSource = {
  subject: 'Your weekly update, {{name|there}}',
  preheader: 'Three short reads, one number and a date for your diary.',
  accent: '#4f46e5',
  body: `# Good to see you, {{name|there}}

It has been a busy week, and we kept it short for you and the team at {{company|your company}}. Three things worth knowing, one number, and a date.

## 1. Reach, while you type

The filter builder now answers before you have lifted your finger. Narrow a segment by country, tag or last visit and watch the number follow.

## 2. Nobody twice, nobody lost

Every message has one row in the ledger. If a provider leaves us guessing, the row says *unknown* instead of pretending.

## 3. Meet us in {{city|your city}}

- **Open desk**, Thursday at 10:00: bring a list, leave with a segment
- **Import clinic**, Thursday at 14:00: odd delimiters and strange encodings welcome
- **Coffee**, all day

> **4,180 of 4,200** people on last week's list got exactly one mail. The other twenty had asked us not to write, and we did not.

Until next week,
the newsletter team`,
  button: { label: '{{cta|Read more}}', href: 'https://example.com/weekly?edition={{edition|latest}}' },
  footer: 'You get this mail because you asked for our weekly update at {{email|this address}}.',
  sms: 'Hi {{name|there}}, the weekly update is out: {{cta|read more}} at https://example.com/weekly. Reply STOP to opt out.',
};
