import { automationLimits, type Definition, definitionSchema } from '@/contracts/automation';
import { AppError, type Issue } from '@/contracts/errors';
import { issuesOf } from '@/contracts/issues';
import type { Ctx } from '@/server/context';
import { checkReferences } from './check-references';
import { checkStructure } from './check-structure';

type Checked = { definition: Definition | null; issues: Issue[] };

/** Reads a definition and says everything that is wrong with it; paths begin at the definition, messages name the step. */
export async function checkDefinition(ctx: Ctx, input: unknown): Promise<Checked> {
  if (JSON.stringify(input)?.length > automationLimits.definitionBytes)
    return { definition: null, issues: [{ path: [], code: 'too_large', message: 'a definition has at most 64 KiB' }] };
  const parsed = definitionSchema.safeParse(input);
  if (!parsed.success) return { definition: null, issues: issuesOf(parsed.error).map((issue) => nameStep(issue, input)) };
  const structure = checkStructure(parsed.data);
  return { definition: parsed.data, issues: [...structure, ...(await checkReferences(ctx, parsed.data))] };
}

/** The same for a definition that is to be kept. @throws AppError validation_failed with every issue, below `definition` */
export async function requireDefinition(ctx: Ctx, input: unknown): Promise<Definition> {
  const { definition, issues } = await checkDefinition(ctx, input);
  if (definition && !issues.length) return definition;
  const placed = issues.map((issue) => ({ ...issue, path: ['definition', ...issue.path] }));
  throw new AppError('validation_failed', placed[0]?.message ?? 'the definition is not valid', placed);
}

/** A refusal of the schema says only where; the step on the way there has an id that people know. */
function nameStep(issue: Issue, input: unknown): Issue {
  let at: unknown = input;
  let id: string | null = null;
  for (const key of issue.path) {
    if (typeof at !== 'object' || at === null) break;
    at = (at as Record<string | number, unknown>)[key];
    const found = at as { id?: unknown; type?: unknown } | null | undefined;
    if (typeof key === 'number' && typeof found?.id === 'string') id = found.id;
  }
  return id === null ? issue : { ...issue, message: `step ${id}: ${issue.message}` };
}
