import type { Area } from './area';

/** The same data for everybody: there is nothing of another organization to reach. */
export const targeting: Area = {
  rest: {
    'GET /audiences/locations': (their) => [{ query: `q=${their.mark}`, want: 'nothing' }],
    'GET /audiences/interests': (their) => [{ query: `platform=facebook&q=${their.mark}`, want: 'nothing' }],
    'GET /audiences/targeting-options': (their) => [{ query: `q=${their.mark}`, want: 'nothing' }],
  },
  trpc: {
    'targeting.locations': (their) => ({ blind: [{ q: their.mark }, {}] }),
    'targeting.interests': (their) => ({ blind: [{ platform: 'google', q: their.mark }] }),
    'targeting.options': (their) => ({ blind: [{ q: their.mark }, { platform: 'linkedin' }] }),
  },
};
