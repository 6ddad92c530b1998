import { invalid } from '@/contracts/errors';
import { isStorable } from '@/contracts/text';

/** 422 for text that PostgreSQL cannot store. */
export function refuseText(input: { name?: string; description?: string | null }): void {
  for (const field of ['name', 'description'] as const) {
    const text = input[field];
    if (text && !isStorable(text)) throw invalid([field], 'invalid_text', 'text with NUL or half of a surrogate pair cannot be stored');
  }
}
