import * as z from 'zod';
import { channels } from './limits';

export const suppressionReasons = ['bounce', 'complaint', 'stop', 'unsubscribe', 'manual'] as const;
export const suppressionSchema = z
  .object({ id: z.string(), channel: z.enum(channels), address: z.string(), reason: z.enum(suppressionReasons), created_at: z.string() })
  .meta({ id: 'Suppression' });
export type Suppression = z.infer<typeof suppressionSchema>;

export const suppressionInput = z
  .strictObject({ channel: z.enum(channels), address: z.string().min(1).max(400), reason: z.enum(suppressionReasons).default('manual') })
  .meta({ id: 'SuppressionInput' });
export type SuppressionInput = z.infer<typeof suppressionInput>;
