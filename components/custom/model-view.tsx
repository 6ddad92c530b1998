import Link from 'next/link';
import type { LookalikeResult, ModelFeature } from '@/contracts/custom';
import { formatNumber, plural } from '../format';
import { DataTable } from '../ui/data-table';
import { Details } from '../ui/details';
import { Notice } from '../ui/notice';

const percent = (share: number) => (share > 0 && share < 0.01 ? '<\u00a01\u00a0%' : `${Math.round(share * 100)}\u00a0%`);

/** How good a model is, in words, and what it learned. */
export function ModelView({ model }: { model: LookalikeResult }) {
  const size = 'percent' in model.size ? `${model.size.percent} % of all others` : plural(model.size.contacts, 'contact');
  return (
    <div className="flex flex-col gap-4">
      <Details
        items={[
          [
            'Seed',
            <Link key="seed" href={`/overview/audiences/${model.seed_audience_id}`} className="underline underline-offset-2">
              {model.seed_name ?? 'deleted since'}
            </Link>,
          ],
          ['Size', `${formatNumber(model.chosen)} of ${formatNumber(model.others)} others (${size})`],
          [
            'How sure',
            `${quality(model.auc)}: of somebody in the seed and somebody else, the model ranks the right one higher ${Math.round(model.auc * 100)} times in 100 (50 is chance)`,
          ],
          model.ignore.length > 0 && ['Left out', model.ignore.join(', ')],
          ['Built in', `${(model.milliseconds / 1000).toFixed(1)} s, from ${formatNumber(model.seed)} people of the seed`],
        ]}
      />
      {model.notes.map((note) => (
        <Notice key={note}>{note}</Notice>
      ))}
      <div className="-mx-4 border-t">
        <DataTable<ModelFeature>
          label="What the seed has in common"
          rows={model.features.slice(0, 15)}
          rowKey={(f) => `${f.field} ${f.value}`}
          columns={[
            {
              id: 'text',
              header: 'What',
              cell: (f) => (
                <>
                  {f.text}
                  {/* A phone has no room for the last column. */}
                  <span className="block text-xs sm:hidden">
                    <Speaks weight={f.weight} />
                  </span>
                </>
              ),
            },
            { id: 'seed', header: 'Seed', numeric: true, cell: (f) => percent(f.seed) },
            { id: 'others', header: 'Others', numeric: true, cell: (f) => percent(f.others) },
            {
              id: 'weight',
              header: 'Speaks',
              numeric: true,
              from: 'sm',
              cell: (f) => <Speaks weight={f.weight} />,
            },
          ]}
        />
      </div>
    </div>
  );
}

const Speaks = ({ weight }: { weight: number }) => (
  <span className={weight > 0 ? 'text-good' : 'text-bad'}>
    <span className="sm:hidden">speaks </span>
    {weight > 0 ? 'for' : 'against'}
  </span>
);

const quality = (auc: number) => (auc >= 0.8 ? 'Clear' : auc >= 0.7 ? 'Fair' : 'Weak');
