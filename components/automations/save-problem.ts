import type { Issue } from '@/contracts/errors';

type Edited = { name: string; definition: unknown; issues: readonly Issue[]; settled: boolean };

/** Why what is edited cannot be saved, if something is known to stand in the way. @param definition null: the JSON cannot be read */
export function saveProblem({ name, definition, issues, settled }: Edited): string | undefined {
  if (!name.trim()) return 'Give the automation a name';
  if (definition === null) return 'The JSON has a mistake';
  return settled ? issues[0]?.message : undefined;
}
