import { type CustomAudienceType, customLimits } from '@/contracts/custom';

const n = (value: number) => value.toLocaleString('en-US');

/** The four kinds of custom audience, with what each needs: for the API and for the page that explains them. */
export const customTypeList: CustomAudienceType[] = [
  {
    type: 'file_upload',
    name: 'File upload',
    description: 'A file of emails, phone numbers, or SHA-256 hashes of them, matched with your contacts.',
    needs: [`A CSV with one such column, at most ${n(customLimits.uploadRows)} rows a file; a header is optional`],
    fields: [],
    refreshes: 'With every upload, on refresh, and every night: who becomes a contact later is matched then.',
  },
  {
    type: 'customer_match',
    name: 'Customer match',
    description: 'Rows with several keys each: email, phone, name with country, your own id. Any one that matches is enough.',
    needs: [
      'A CSV or JSON rows with at least one key a row',
      'For `external_id`: the metadata field of your contacts that holds the same id',
    ],
    fields: [
      {
        name: 'match.external_id',
        required: false,
        description: 'The contacts’ metadata field that is compared with the column `external_id`',
      },
    ],
    refreshes: 'With every upload, on refresh, and every night: who becomes a contact later is matched then.',
  },
  {
    type: 'lookalike',
    name: 'Lookalike',
    description: 'The contacts who are most like those of another audience, with the reasons for each of them.',
    needs: [
      `A seed audience of at least ${customLimits.seedMin} contacts who have something in common`,
      'A size: percent of all others, or a number',
    ],
    fields: [
      { name: 'lookalike.seed_audience_id', required: true, description: 'Whom the others shall be like; its members are left out' },
      { name: 'lookalike.size', required: true, description: '`{"percent": 5}` or `{"contacts": 1000}`' },
      { name: 'lookalike.ignore', required: false, description: 'Fields the model must not look at' },
    ],
    refreshes: 'When its definition is changed, on refresh, and every night.',
  },
  {
    type: 'pixel',
    name: 'Retargeting pixel',
    description: 'Contacts who did something on your website: visited /pricing in the last 14 days.',
    needs: ['A pixel on the site (Pixels), and visitors who are identified: by a signature of your server or a click in a mail'],
    fields: [
      { name: 'pixel.within_days', required: true, description: 'Not longer ago than this' },
      { name: 'pixel.event', required: false, description: '`page_view` unless it is an event of yours' },
      { name: 'pixel.path', required: false, description: 'Of the page: `{"match": "starts_with", "value": "/pricing"}`' },
      { name: 'pixel.times', required: false, description: 'At least so often' },
      { name: 'pixel.pixel_id', required: false, description: 'Only this site' },
    ],
    refreshes: 'Always up to date: evaluated whenever it is used.',
  },
];
