import * as z from 'zod';
import { adTargetingInput, adTargetingSchema, targetingSpecSchema } from './ad-targeting';
import { idSchema } from './ids';
import { pageQuery } from './page';

export const adPlatforms = ['facebook', 'google', 'tiktok', 'linkedin'] as const;
export type AdPlatform = (typeof adPlatforms)[number];

const secret = z.string().trim().min(1).max(4_000);
const digits = z
  .string()
  .trim()
  .regex(/^\d{3,30}$/, 'only digits');

/** What each platform asks for. `account_id` is theirs; everything in `credentials` is kept encrypted and never shown again. */
export const connectInput = z
  .discriminatedUnion('platform', [
    z.strictObject({
      platform: z.literal('facebook'),
      account_id: z
        .string()
        .trim()
        .regex(/^(act_)?\d{3,30}$/, 'the number of the ad account, with or without act_')
        .transform((id) => id.replace('act_', '')),
      credentials: z.strictObject({ access_token: secret, app_id: secret.optional(), app_secret: secret.optional() }),
    }),
    z.strictObject({
      platform: z.literal('google'),
      account_id: z
        .string()
        .trim()
        .transform((id) => id.replaceAll('-', ''))
        .pipe(digits),
      credentials: z.strictObject({
        client_id: secret,
        client_secret: secret,
        refresh_token: secret,
        login_account_id: z
          .string()
          .trim()
          .transform((id) => id.replaceAll('-', ''))
          .pipe(digits)
          .optional(),
      }),
    }),
    z.strictObject({ platform: z.literal('tiktok'), account_id: digits, credentials: z.strictObject({ access_token: secret }) }),
    z.strictObject({
      platform: z.literal('linkedin'),
      account_id: digits,
      credentials: z
        .strictObject({
          access_token: secret.optional(),
          client_id: secret.optional(),
          client_secret: secret.optional(),
          refresh_token: secret.optional(),
        })
        .refine(
          (c) => c.access_token || (c.client_id && c.client_secret && c.refresh_token),
          'an access token, or a client id, client secret and refresh token',
        ),
    }),
  ])
  .meta({ id: 'AdAccountInput' });
export type ConnectInput = z.infer<typeof connectInput>;
export type ConnectBody = z.input<typeof connectInput>;

/** What can be wrong, in words that say what to do. */
export const adErrorCodes = [
  'token_expired',
  'permission_missing',
  'account_not_found',
  'audience_gone',
  'audience_blocked',
  'terms_not_accepted',
  'consent_missing',
  'rate_limited',
  'platform_unavailable',
  'refused',
  'invalid_member',
  'not_confirmed',
  'disconnected',
  'audience_deleted',
] as const;
export type AdErrorCode = (typeof adErrorCodes)[number];
const adError = z.object({ code: z.enum(adErrorCodes), message: z.string() }).nullable();

export const adAccountSchema = z
  .object({
    id: z.string(),
    platform: z.enum(adPlatforms),
    name: z.string(),
    account_id: z.string().meta({ description: "The platform's own id" }),
    status: z.enum(['connected', 'needs_attention', 'disconnected']),
    expires_at: z.string().nullable(),
    renews: z.boolean().meta({ description: 'The token is renewed by itself before it ends' }),
    limited_until: z.string().nullable(),
    error: adError,
    checked_at: z.string().nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'AdAccount' });
export type AdAccount = z.infer<typeof adAccountSchema>;

export const adPlatformSchema = z
  .object({
    platform: z.enum(adPlatforms),
    label: z.string(),
    minimum_size: z.number().int(),
    match_keys: z.array(z.string()),
    stand_in: z.boolean().meta({ description: 'Calls go to the local stand-in' }),
    /** Of the stand-in, which takes no others. */
    demo: z.object({ account_id: z.string(), credentials: z.record(z.string(), z.string()) }).nullable(),
  })
  .meta({ id: 'AdPlatform' });
export type AdPlatformInfo = z.infer<typeof adPlatformSchema>;

export const mapInput = z
  .strictObject({
    account_id: idSchema('adAccount'),
    audience_id: idSchema('audience'),
    name: z.string().trim().min(1).max(200).optional().meta({ description: 'Of the platform audience; default: the name of ours' }),
    external_id: z
      .string()
      .trim()
      .regex(/^\d{1,30}$/, 'only digits')
      .optional()
      .meta({ description: 'Fill this existing platform audience instead of a new one' }),
    consent: z.enum(['granted', 'unspecified']).default('unspecified').meta({ description: 'Sent along to Google' }),
  })
  .meta({ id: 'AdAudienceInput' });
export type MapInput = z.infer<typeof mapInput>;

export const adAudiencePatch = z
  .strictObject({
    keep_in_sync: z.boolean().optional(),
    consent: z.enum(['granted', 'unspecified']).optional(),
    targeting: adTargetingInput.optional(),
  })
  .meta({ id: 'AdAudiencePatch' });
export type AdAudiencePatch = z.infer<typeof adAudiencePatch>;

export const adMemberStates = [
  'to_add',
  'adding',
  'synced',
  'to_remove',
  'removing',
  'removed',
  'failed',
  'unmatched',
  'excluded',
] as const;
export type AdMemberState = (typeof adMemberStates)[number];

export const adSyncStatuses = ['running', 'waiting', 'finished', 'partial', 'failed', 'cancelled'] as const;

export const adSyncSchema = z
  .object({
    id: z.string(),
    ad_audience_id: z.string(),
    ad_audience_name: z.string(),
    platform: z.enum(adPlatforms),
    kind: z.enum(['everybody', 'changes', 'empty']),
    status: z.enum(adSyncStatuses),
    to_add: z.number().int(),
    to_remove: z.number().int(),
    added: z.number().int(),
    removed: z.number().int(),
    failed: z.number().int(),
    requests: z.number().int(),
    waiting_until: z.string().nullable(),
    error: adError,
    created_at: z.string(),
    finished_at: z.string().nullable(),
  })
  .meta({ id: 'AdSync' });
export type AdSync = z.infer<typeof adSyncSchema>;

export const adAudienceSchema = z
  .object({
    id: z.string(),
    account_id: z.string(),
    account_name: z.string(),
    platform: z.enum(adPlatforms),
    audience_id: z.string().nullable(),
    audience_name: z.string().nullable(),
    name: z.string(),
    external_id: z.string().nullable(),
    state: z.enum(['new', 'syncing', 'waiting', 'in_sync', 'paused', 'needs_attention', 'disconnected']),
    keep_in_sync: z.boolean(),
    consent: z.enum(['granted', 'unspecified']),
    targeting: adTargetingSchema.meta({ description: 'What ads to these people should be narrowed by; kept here, set on the platform' }),
    targeting_spec: targetingSpecSchema.nullable().meta({ description: 'The same to paste there; null when nothing is chosen' }),
    /** People by state; `synced` are on the platform. */
    members: z.record(z.enum(adMemberStates), z.number().int()),
    minimum_size: z.number().int(),
    platform_size: z.number().int().nullable().meta({ description: 'As the platform reports it; it matches for up to 48 hours' }),
    error: adError,
    last_synced_at: z.string().nullable(),
    sync: adSyncSchema.nullable().meta({ description: 'The sync under way' }),
    created_at: z.string(),
  })
  .meta({ id: 'AdAudience' });
export type AdAudience = z.infer<typeof adAudienceSchema>;

const sampleKey = z.object({ key: z.string(), normalised: z.string(), sha256: z.string() });

/** Who a sync would add and remove now. `add + unchanged` are on the platform afterwards. */
export const adPlanSchema = z
  .object({
    ad_audience_id: z.string(),
    members: z.number().int(),
    add: z.number().int(),
    remove: z.number().int(),
    unchanged: z.number().int(),
    unmatched: z.number().int().meta({ description: 'Members without any address that this platform matches by' }),
    excluded: z.object({ suppressed: z.number().int(), opted_out: z.number().int() }),
    match_keys: z.object({ email: z.number().int(), phone: z.number().int(), both: z.number().int() }),
    size_after: z.number().int(),
    minimum_size: z.number().int(),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    /** What would be sent for a few of the people: the normalised value never leaves, its hash does. */
    sample: z.array(z.object({ contact_id: z.string(), name: z.string().nullable(), keys: z.array(sampleKey) })),
  })
  .meta({ id: 'AdPlan' });
export type AdPlan = z.infer<typeof adPlanSchema>;

export const adPlanChanges = ['add', 'remove', 'unmatched', 'excluded'] as const;
export const adPlanPeopleQuery = pageQuery.extend({ change: z.enum(adPlanChanges) });
export const adPlanPersonSchema = z
  .object({
    contact_id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    keys: z.array(z.string()),
    reason: z.string().nullable(),
  })
  .meta({ id: 'AdPlanPerson' });
export type AdPlanPerson = z.infer<typeof adPlanPersonSchema>;

export const applyInput = z
  .strictObject({ empty: z.boolean().default(false).meta({ description: 'Take everybody out and stop following the audience' }) })
  .meta({ id: 'AdApplyInput' });

export const adMembersQuery = pageQuery.extend({ state: z.enum(adMemberStates).optional() });
export const adMemberSchema = z
  .object({
    id: z.string(),
    contact_id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    state: z.enum(adMemberStates),
    keys: z.array(z.string()),
    error: adError,
    updated_at: z.string(),
  })
  .meta({ id: 'AdMember' });
export type AdMember = z.infer<typeof adMemberSchema>;

export const adSyncsQuery = pageQuery.extend({ ad_audience_id: idSchema('adAudience').optional() });
export const adSyncErrorSchema = z
  .object({
    id: z.string(),
    contact_id: z.string(),
    name: z.string().nullable(),
    op: z.enum(['add', 'remove']),
    code: z.string(),
    message: z.string(),
    created_at: z.string(),
  })
  .meta({ id: 'AdSyncError' });
export type AdSyncError = z.infer<typeof adSyncErrorSchema>;
