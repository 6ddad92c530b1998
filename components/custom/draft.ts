import type { CustomInput, CustomType } from '@/contracts/custom';
import { decodeId } from '@/contracts/ids';

/** The form's fields, of every kind. */
export type Draft = {
  type: CustomType;
  name: string;
  description: string;
  externalId: string;
  seed: string | null;
  unit: 'percent' | 'contacts';
  size: string;
  ignore: string[];
  pixelId: string;
  event: string;
  match: 'any' | 'is' | 'starts_with' | 'contains';
  path: string;
  days: string;
  times: string;
};

export const startOf = (type: CustomType): Draft => ({
  type,
  name: '',
  description: '',
  externalId: '',
  seed: null,
  unit: 'percent',
  size: '5',
  ignore: [],
  pixelId: '',
  event: 'page_view',
  match: 'is',
  path: '',
  days: '14',
  times: '1',
});

/** What is created, or what is missing, in a sentence. */
export function inputOf(d: Draft): CustomInput | string {
  const base = { name: d.name, description: d.description.trim() || null };
  switch (d.type) {
    case 'file_upload':
      return { type: d.type, ...base };
    case 'customer_match':
      return { type: d.type, ...base, match: d.externalId.trim() ? { external_id: d.externalId.trim() } : {} };
    case 'lookalike': {
      if (!d.seed || !decodeId('audience', d.seed)) return 'Choose the audience whose people the others shall be like.';
      const n = Number(d.size);
      if (!(n > 0)) return 'Say how many people: a percentage or a number above zero.';
      return {
        type: d.type,
        ...base,
        lookalike: { seed_audience_id: d.seed, size: d.unit === 'percent' ? { percent: n } : { contacts: n }, ignore: d.ignore },
      };
    }
    case 'pixel': {
      if (d.match !== 'any' && !d.path.trim()) return 'Say which page: its path, such as /pricing.';
      return {
        type: d.type,
        ...base,
        pixel: {
          ...(d.pixelId ? { pixel_id: d.pixelId } : {}),
          event: d.event.trim() || 'page_view',
          ...(d.match === 'any' ? {} : { path: { match: d.match, value: d.path.trim() } }),
          within_days: Number(d.days) || 14,
          times: Number(d.times) || 1,
        },
      };
    }
  }
}
