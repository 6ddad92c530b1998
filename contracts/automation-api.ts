import * as z from 'zod';
import { automationStatuses, definitionSchema, runStatuses, stepStatuses } from './automation';
import { idSchema } from './ids';
import { pageQuery } from './page';

/* What is asked of automations beside their definition, and what is answered. */

/** Runs by what became of them; the sum is `total`. */
export const runCounts = z.object({
  total: z.number(),
  active: z.number(),
  completed: z.number(),
  exited: z.number(),
  stopped: z.number(),
  failed: z.number(),
});

export const automationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(automationStatuses),
    version: z.number(),
    trigger_type: z.enum(['audience', 'event', 'schedule', 'webhook']),
    /** In words. */
    trigger: z.string(),
    next_at: z.string().nullable(),
    problem: z.string().nullable().meta({ description: 'What the owner must look at' }),
    runs: runCounts,
    created_at: z.string(),
    updated_at: z.string(),
    activated_at: z.string().nullable(),
  })
  .meta({ id: 'AutomationSummary' });
export type AutomationSummary = z.infer<typeof automationSchema>;

/** How the trigger is called and its calls and ours are signed; only owners and keys that may write see it. */
export const hookSchema = z.object({ url: z.string(), secret: z.string(), outgoing_secret: z.string() });

export const automationDetail = automationSchema.extend({ definition: definitionSchema }).meta({ id: 'Automation' });
export type AutomationDetail = z.infer<typeof automationDetail>;

export const versionSchema = z.object({
  version: z.number(),
  created_at: z.string(),
  created_by: z.string(),
  active_runs: z.number(),
  definition: definitionSchema,
});
export type AutomationVersion = z.infer<typeof versionSchema>;

export const runSchema = z
  .object({
    id: z.string(),
    automation_id: z.string(),
    version: z.number(),
    contact_id: z.string().nullable(),
    /** Email, else phone, else the name; null when the contact was erased. */
    contact: z.string().nullable(),
    status: z.enum(runStatuses),
    reason: z.string().nullable(),
    error: z.string().nullable(),
    is_test: z.boolean(),
    entry: z.number(),
    step_id: z.string().nullable(),
    due_at: z.string().nullable(),
    /** Held while the automation is paused. */
    parked: z.boolean(),
    started_at: z.string(),
    ended_at: z.string().nullable(),
  })
  .meta({ id: 'AutomationRun' });
export type AutomationRunWire = z.infer<typeof runSchema>;

export const runStepSchema = z.object({
  step_id: z.string(),
  visit: z.number(),
  type: z.string(),
  status: z.enum(stepStatuses),
  attempts: z.number(),
  due_at: z.string().nullable(),
  result: z.record(z.string(), z.unknown()),
  error: z.string().nullable(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
});
export const runDetail = runSchema
  .extend({ trigger: z.record(z.string(), z.unknown()), steps: z.array(runStepSchema), definition: definitionSchema })
  .meta({ id: 'AutomationRunDetail' });
export type RunDetail = z.infer<typeof runDetail>;
export type RunStep = z.infer<typeof runStepSchema>;

export const testInput = z
  .strictObject({
    contact_id: idSchema('contact'),
    mode: z.enum(['dry', 'real']).default('dry').meta({
      description: '`dry`: says what each step would do, and does nothing. `real`: does it, now, marked as a test; waits are skipped',
    }),
    trigger: z.record(z.string(), z.unknown()).default({}).meta({ description: 'What {{trigger.…}} stands for' }),
    events: z.enum(['happen', 'time_out']).default('happen').meta({ description: 'Which way a dry run takes at waits for an event' }),
  })
  .meta({ id: 'AutomationTestInput' });
export type TestInput = z.infer<typeof testInput>;

export const testStep = z.object({
  step_id: z.string(),
  type: z.string(),
  /** What the step would do, in words. */
  does: z.string(),
  way: z.string().nullable(),
  ok: z.boolean(),
});
export const testResult = z
  .object({
    mode: z.enum(['dry', 'real']),
    /** Of a real test: where to look. */
    run_id: z.string().nullable(),
    would_enter: z.boolean(),
    notes: z.array(z.string()),
    steps: z.array(testStep),
  })
  .meta({ id: 'AutomationTestResult' });
export type TestResult = z.infer<typeof testResult>;

/**
 * Body of create and save. The definition is read by the verb, which names the step in what it refuses; the reference page shows its schema.
 */
export const automationBody = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    description: z.string().trim().max(1_000).nullish(),
    definition: z.unknown().meta({ $ref: '#/components/schemas/AutomationDefinition' }),
  })
  .meta({ id: 'AutomationInput' });
export type AutomationInput = z.infer<typeof automationBody>;

export const automationsQuery = pageQuery.extend({
  status: z.enum(automationStatuses).optional(),
  q: z.string().trim().min(1).max(200).optional(),
});
export const runsQuery = pageQuery.extend({ status: z.enum(runStatuses).optional(), contact_id: idSchema('contact').optional() });
