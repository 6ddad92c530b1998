import type { Template } from '@/contracts/template';
import type { Ctx } from '@/server/context';
import { findTemplate } from './find-template';
import { toTemplate } from './to-template';

/** A template at its newest version. @throws 404, also once archived */
export async function getTemplate(ctx: Ctx, id: string): Promise<Template> {
  const { template, version } = await findTemplate(ctx, id);
  return toTemplate(template, version);
}
