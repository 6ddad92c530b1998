import { encodeId } from '@/contracts/ids';

const contact = encodeId('contact', '01970000-0000-7000-8000-000000000001');
const audiences = ['01970000-0000-7000-8000-000000000002', '01970000-0000-7000-8000-000000000003'].map((id) => encodeId('audience', id));
const filter = { datatype: 'contact', where: { country: 'US', tags: { $in: ['lead', 'mql'] } } };
const source = { subject: 'News for {{name|you}}', body: 'Hi {{name|there}},\n\nthis week at **{{company}}** …' };

/** A body for each endpoint that takes one, by method and path: shown on the reference page, and parsed by a test. */
export const examples: Record<string, unknown> = {
  'POST /audiences': { name: 'Newsletter', description: 'Everybody who asked for it' },
  'PATCH /audiences/:id': { name: 'Weekly newsletter' },
  'POST /audiences/:id/send': {
    channel: 'email',
    from: 'hello@yourdomain.com',
    template: 'weekly-newsletter',
    variables: { cta: 'Read more' },
    ramp_minutes: 60,
    subject_variants: ['Your weekly update', 'Quick update for {{name}}'],
    subject_test: { share: 0.2, wait_minutes: 240, by: 'opens' },
    scheduled_local: '2027-05-01 09:00',
    scheduled_at_tz: 'America/New_York',
  },
  'POST /sends/:id/subject': { winner: 'A' },
  'POST /audiences/:id/members': { contacts: [{ email: 'ada@example.com', name: 'Ada' }] },
  'DELETE /audiences/:id/members': { contact_ids: [contact] },
  'POST /audiences/segments': { name: 'US leads', filter, type: 'dynamic' },
  'PUT /audiences/segments/:id': { name: 'US leads', filter, type: 'dynamic' },
  'POST /audiences/estimate-reach': { filter },
  'POST /audiences/overlap': { audience_ids: audiences },
  'POST /contacts': { email: 'ada@example.com', name: 'Ada', country: 'GB', tags: ['vip'], metadata: { company: 'Analytical Engines' } },
  'PATCH /contacts/:id': { tags: ['vip', 'press'], metadata: { company: null } },
  'POST /contacts/batch': { contacts: [{ email: 'ada@example.com', name: 'Ada' }, { phone: '+4512345678' }] },
  'POST /templates': { name: 'Weekly newsletter', source },
  'PATCH /templates/:id': { source },
  'POST /suppressions': { channel: 'email', address: 'ada@example.com', reason: 'manual' },
  'POST /records/:datatype/import': { csv: 'key,emails,total,paid\nA-1,ada@example.com,49.5,true\n' },
  'POST /records/:datatype': { key: 'order-1001', data: { total: 42, currency: 'EUR' }, emails: ['ada@example.com'] },
};
