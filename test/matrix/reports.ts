import type { Area, Owned, RestAttacks } from './area';

const within: RestAttacks = (their) => [
  { want: 'nothing' },
  { query: `audience_id=${their.audience}` },
  { query: `send_id=${their.send}` },
  { query: `automation_id=${their.automation}` },
];
const blind = { from: '2020-01-01', to: '2022-01-01' };
const lost = (their: Owned) => [{ audience_id: their.audience }, { send_id: their.send }, { automation_id: their.automation }];

export const reports: Area = {
  rest: {
    'GET /audiences/reports': within,
    'GET /audiences/reports/series': within,
    'GET /audiences/reports/audiences': within,
    'GET /audiences/reports/campaigns': within,
    'GET /audiences/reports/automations': within,
    'GET /audiences/reports/sends': within,
    'GET /audiences/reports/variants': within,
    'GET /audiences/reports/sends/:id/variants': (their) => [{ params: { id: their.send } }],
    'GET /audiences/reports/audiences/:id/growth': (their) => [{ params: { id: their.audience } }],
    'GET /audiences/reports/csv/:report': (their) => [
      { params: { report: 'sends' }, want: 'nothing' },
      { params: { report: 'audiences' }, want: 'nothing' },
      { params: { report: 'overview' }, query: `send_id=${their.send}` },
      { params: { report: 'growth' }, query: `audience_id=${their.audience}` },
    ],
  },
  trpc: {
    'reports.overview': (their) => ({ lost: lost(their), blind: [{}, blind] }),
    'reports.series': (their) => ({ lost: lost(their), blind: [{}] }),
    'reports.breakdown': (their) => ({
      lost: lost(their).map((query) => ({ by: 'send', ...query })),
      blind: [{ by: 'audience' }, { by: 'variant' }],
    }),
    'reports.variants': (their) => ({ lost: [{ id: their.send }] }),
    'reports.growth': (their) => ({ lost: [{ id: their.audience, query: {} }] }),
  },
};
