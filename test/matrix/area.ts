import type { Ctx } from '@/server/context';

/** Public ids of what an organization owns, by what it is; `mark` is in every name and address of it. */
export type Owned = Record<
  'contact' | 'audience' | 'segment' | 'template' | 'send' | 'suppression' | 'import' | 'apiKey' | 'mail' | 'mark' | 'datatype' | 'email',
  string
> & { [more: string]: string };

/**
 * One attack on another organization: the values of the path's parameters, query, body. `want` is 404 unless the route names nothing of
 * the other organization; then its answer must hold nothing of it (`nothing`).
 */
export type RestAttack = { params?: Record<string, string>; query?: string; body?: unknown; want?: 404 | 422 | 'nothing' };
export type RestAttacks = (their: Owned, my: Owned) => RestAttack[];

/** Inputs that name something of another organization: `lost` are not found (or refused), `blind` answer without a trace of it. */
export type TrpcAttacks = (their: Owned, my: Owned) => { lost?: unknown[]; blind?: unknown[] };

/** What one part of the product adds to the matrix: things to own, and an entry for each of its routes and procedures. */
export type Area = {
  own?(ctx: Ctx, owned: Owned): Promise<Record<string, string>>;
  rest: Record<string, RestAttacks>;
  trpc: Record<string, TrpcAttacks>;
};

export const restById =
  (kind: string): RestAttacks =>
  (their) => [{ params: { id: their[kind] ?? '' } }];
export const trpcById =
  (kind: string): TrpcAttacks =>
  (their) => ({ lost: [{ id: their[kind] }] });
