import { previewSend } from '@/server/sends/preview-send';
import { createAudience, createContext } from '@/test/factory';
import { body, createTemplate, fillAudience, schedule } from '@/test/sends/setup';
import { type BenchContext, median, type Row, round, timed } from './harness';

export const name = 'The send call for an audience of 10,000 members: one transaction that writes the whole ledger';

const MEMBERS = 10_000;
const RUNS = 7;

export async function run({ db }: BenchContext): Promise<Row[]> {
  const ctx = await createContext(db);
  const audience = await createAudience(ctx);
  await fillAudience(ctx, audience.id, MEMBERS);
  const template = await createTemplate(ctx, { html: '<p>{{name}} {{cta}} {{plan}}</p>' });
  const values = { template, ramp_minutes: 60, subject_variants: ['One', 'Two {{name}}'] };
  const sends: number[] = [];
  const previews: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    previews.push(await timed(() => previewSend({ ...ctx, now: new Date() }, body(audience.id, values))));
    sends.push(await timed(() => schedule({ ...ctx, now: new Date() }, audience.id, values)));
  }
  const worst = Math.max(...sends);
  await fillAudience(ctx, audience.id, 1);
  const refused = await timed(() => schedule({ ...ctx, now: new Date() }, audience.id, values).catch(() => {}));
  return [
    { what: `send, worst of ${RUNS}`, value: round(worst), unit: 'ms', limit: 1500, ok: worst <= 1500 },
    { what: 'send, median', value: round(median(sends)), unit: 'ms' },
    { what: 'preview, median', value: round(median(previews)), unit: 'ms' },
    { what: 'refusal of 10,001 members', value: round(refused), unit: 'ms', limit: 300, ok: refused <= 300 },
  ];
}
