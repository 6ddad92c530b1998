import type { Area } from './area';
import { custom } from './custom';
import { targeting } from './targeting';

/** One line for each part that has a file of its own here. */
export const areas: Area[] = [custom, targeting];
