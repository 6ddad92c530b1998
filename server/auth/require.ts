import { AppError } from '@/contracts/errors';
import type { Scope } from '@/contracts/scopes';
import type { Ctx } from '@/server/context';

/** A key needs the scope itself; a user reads as any member and writes as an owner. @throws AppError insufficient_scope, forbidden */
export function requireScope({ actor }: Ctx, scope: Scope): void {
  if (actor.type === 'api_key') {
    if (!actor.scopes.includes(scope)) throw new AppError('insufficient_scope', `This API key lacks the scope ${scope}`);
  } else if (scope.startsWith('write:')) requireOwner({ actor });
}

/** @throws AppError forbidden for everybody but an owner */
export function requireOwner({ actor }: Pick<Ctx, 'actor'>): void {
  if (actor.type !== 'user' || actor.role !== 'owner') throw new AppError('forbidden', 'Only owners of the organization may do this');
}
