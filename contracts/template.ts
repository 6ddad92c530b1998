import * as z from 'zod';
import { slugSchema } from './audience';
import { trackingWish } from './tracking';

/** What an author writes. The body is Markdown inside the React Email layout; `{{key}}` and `{{key|fallback}}` are variables. */
export const templateSource = z.strictObject({
  subject: z.string().trim().min(1).max(500),
  preheader: z.string().max(500).default(''),
  body: z.string().max(100_000),
  /** Text of the SMS; empty: the template cannot be sent by SMS. */
  sms: z.string().max(1600).default(''),
  button: z
    .strictObject({ label: z.string().min(1).max(100), href: z.string().min(1).max(2000) })
    .nullable()
    .default(null),
  accent: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .default('#4f46e5'),
  footer: z.string().max(1000).default(''),
});
export type TemplateSource = z.infer<typeof templateSource>;
export type TemplateSourceInput = z.input<typeof templateSource>;

export const templateSchema = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    version: z.number().int(),
    source: templateSource,
    variables: z.array(z.string()),
    /** null: as the organization says. */
    track_opens: z.boolean().nullable(),
    track_clicks: z.boolean().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Template' });
export type Template = z.infer<typeof templateSchema>;

export const templateInput = z
  .strictObject({ name: z.string().trim().min(1).max(200), slug: slugSchema.optional(), source: templateSource, ...trackingWish })
  .meta({ id: 'TemplateInput' });
export type TemplateInput = z.infer<typeof templateInput>;
/** A changed source makes a new version; sends keep the version that they were scheduled with. */
export const templatePatch = z
  .strictObject({ name: z.string().trim().min(1).max(200), slug: slugSchema, source: templateSource, ...trackingWish })
  .partial()
  .meta({ id: 'TemplatePatch' });
export type TemplatePatch = z.infer<typeof templatePatch>;
