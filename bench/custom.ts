import { sql } from 'drizzle-orm';
import { createCustom } from '@/server/custom/create-custom';
import { sha256 } from '@/server/custom/hash-keys';
import { refreshCustom } from '@/server/custom/refresh-custom';
import { uploadKeys } from '@/server/custom/upload-keys';
import { createAudience, createContext, uuidOf } from '@/test/factory';
import { type BenchContext, type Row, round, timed } from './harness';

export const name = 'Custom audiences: 200,000 contacts';

const people = 200_000;

/** A third of the people are of a kind (mostly Danish, plan pro, tag vip, open often); 5,000 of that kind are the seed. */
export async function run({ db }: BenchContext): Promise<Row[]> {
  const ctx = await createContext(db);
  await db.execute(sql`select setseed(0.5)`);
  await db.execute(sql`
    insert into contacts (org_id, email, phone, name, country, timezone, language, tags, metadata, created_at, last_email_opened_at)
    select ${ctx.orgId}::uuid, 'p' || i || '@example.com', null, 'Person ' || i,
           case when k < r1 then 'DK' else (array['DE','SE','US','GB','FR'])[1 + (r2 * 4.99)::int] end,
           (array['Europe/Copenhagen','Europe/Berlin','America/New_York'])[1 + (r3 * 2.99)::int], (array['da','de','en'])[1 + (r2 * 2.99)::int],
           array_remove(array[case when k < r4 then 'vip' end, case when r1 < 0.3 then 'newsletter' end, case when r2 < 0.1 then 'lead' end], null),
           jsonb_build_object('plan', case when k < r3 then 'pro' else 'free' end, 'seats', (r5 * 100)::int, 'company', 'Company ' || (r1 * 3000)::int,
                              'city', (array['Aarhus','Berlin','Oslo','Paris'])[1 + (r4 * 3.99)::int], 'score', r5, 'trial', r2 < 0.5, 'ref', md5(i::text)),
           now() - r5 * interval '900 days', case when k < r5 then now() - r1 * interval '60 days' end
      from (select i, case when i % 3 = 0 then 0.2 else 0.8 end as k, random() as r1, random() as r2, random() as r3, random() as r4, random() as r5
              from generate_series(1, ${people}) i) x`);
  await db.execute(sql`analyze contacts`);
  const seed = await createAudience(ctx);
  await db.execute(sql`
    insert into audience_members (org_id, audience_id, contact_id)
    select org_id, ${seed.id}::uuid, id from contacts where org_id = ${ctx.orgId} and right(name, 1) in ('3', '6') and substr(email, 2, strpos(email, '@') - 2)::int % 3 = 0 order by id limit 5000`);
  let made = '';
  const lookalike = { seed_audience_id: seed.id, size: { percent: 5 }, ignore: [] };
  const first = await timed(async () => {
    made = (await createCustom(ctx, { type: 'lookalike', name: 'x', lookalike })).id;
  });
  let auc = 0;
  const again = await timed(async () => {
    auc = (await refreshCustom(ctx, uuidOf('audience', made))).lookalike?.auc ?? 0;
  });
  const upload = await createCustom(ctx, { type: 'file_upload', name: 'y' });
  const lines = Array.from({ length: 50_000 }, (_, i) => sha256(i % 2 ? `p${i}@example.com` : `nobody${i}@example.com`));
  let matched = 0;
  const match = await timed(async () => {
    const input = { csv: lines.join('\n'), mode: 'append' as const, create_contacts: false };
    matched = (await uploadKeys(ctx, { audienceId: uuidOf('audience', upload.id), ...input })).match.contacts;
  });
  const rematch = await timed(() => refreshCustom(ctx, uuidOf('audience', upload.id)));
  const seconds = (ms: number) => round(ms / 1000, 1);
  return [
    {
      what: 'lookalike of 5,000 among 200,000: learn, check, choose, write',
      value: seconds(first),
      unit: 's',
      limit: 30,
      ok: first < 30_000,
    },
    { what: 'the same, refreshed', value: seconds(again), unit: 's', limit: 30, ok: again < 30_000 },
    { what: 'its cross-validated AUC', value: round(auc, 3), unit: '' },
    { what: '50,000 hashes uploaded and matched', value: seconds(match), unit: 's', limit: 30, ok: match < 30_000 && matched === 25_000 },
    { what: 'matched again', value: seconds(rematch), unit: 's' },
  ];
}
