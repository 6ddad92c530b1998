import { initTRPC, type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { AppError, type ErrorCode, errorStatus, type Issue } from '@/contracts/errors';
import { issuesOf } from '@/contracts/issues';
import { requireOwner } from '@/server/auth/require';
import { type Person, personOf, sessionContext, type UserCtx } from '@/server/auth/session';
import { newRequestId } from '@/server/context';
import { databaseAway, why } from '@/server/db/away';
import { clientKey } from '@/server/rest/client-address';

type TrpcContext = {
  requestId: string;
  /** What limits count an unknown caller by. */
  client: string;
  session: () => Promise<UserCtx>;
  /** Who is signed in, whatever they are a member of. */
  person: () => Promise<Person>;
};

/** One HTTP request. The session is looked up once, by the first procedure of a batch that asks. */
export function createTrpcContext(headers: Headers): TrpcContext {
  const requestId = newRequestId();
  let found: Promise<UserCtx> | undefined;
  return {
    requestId,
    client: clientKey(headers),
    session: () => {
      found ??= sessionContext(headers, requestId);
      return found;
    },
    person: () => personOf(headers),
  };
}

const t = initTRPC.context<TrpcContext>().create({
  /** `data` of an error: `{code, httpStatus, requestId, issues}`, the same words as REST's. */
  errorFormatter({ shape, error, ctx }) {
    const told = tell(error);
    return {
      code: shape.code,
      message: told.message,
      data: { code: told.code, httpStatus: errorStatus[told.code], requestId: ctx?.requestId, issues: told.issues, path: shape.data.path },
    };
  },
});

type Told = { code: ErrorCode; message: string; issues: Issue[] };

function tell(error: TRPCError): Told {
  const { cause } = error;
  if (cause instanceof AppError) return { code: cause.code, message: cause.message, issues: cause.issues };
  if (cause instanceof ZodError) {
    const issues = issuesOf(cause);
    return { code: 'validation_failed', message: issues[0]?.message ?? 'The input is not valid', issues };
  }
  const code = own[error.code];
  return code
    ? { code, message: error.message, issues: [] }
    : { code: 'internal', message: 'Something went wrong on our side', issues: [] };
}

/** Codes that tRPC itself raises: an unknown procedure, broken JSON, a batch that is too large. */
const own: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  BAD_REQUEST: 'bad_request',
  PARSE_ERROR: 'bad_request',
  NOT_FOUND: 'not_found',
  METHOD_NOT_SUPPORTED: 'bad_request',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported_media_type',
};

/** The one place where a domain error becomes tRPC's; anything else is logged with its request and stays opaque. */
const errors = t.middleware(async ({ next, ctx, path }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  const known = cause instanceof AppError ? cause : databaseAway(cause);
  if (known && known !== cause) console.error(`${ctx.requestId} ${path} ${why(cause)}`);
  if (known) throw new TRPCError({ code: codes[known.code] ?? 'UNPROCESSABLE_CONTENT', message: known.message, cause: known });
  if (result.error.code === 'INTERNAL_SERVER_ERROR') console.error(`${ctx.requestId} ${path}`, cause ?? result.error);
  return result;
});

const codes: Partial<Record<ErrorCode, TRPC_ERROR_CODE_KEY>> = {
  bad_request: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  insufficient_scope: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  payload_too_large: 'PAYLOAD_TOO_LARGE',
  rate_limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
};

export const router = t.router;
export const createCaller = t.createCallerFactory;

/** Anybody, signed in or not: for what a link of ours proves. */
export const openProcedure = t.procedure.use(errors);

/** Somebody who is signed in, for what is about themselves and not about an organization. */
export const personProcedure = t.procedure.use(errors).use(async ({ ctx, next }) => next({ ctx: { person: await ctx.person() } }));

/** Any member of the organization: reads. `ctx` is the verbs' context. */
export const memberProcedure = t.procedure.use(errors).use(async ({ ctx, next }) => next({ ctx: { user: await ctx.session() } }));

/** Owners: everything that changes something. Checked here, inside the procedure, not in a proxy before it. */
export const ownerProcedure = memberProcedure.use(({ ctx, next }) => {
  requireOwner(ctx.user);
  return next();
});
