import type { Area } from './area';
import { campaigns } from './campaigns';
import { custom } from './custom';
import { reports } from './reports';
import { targeting } from './targeting';
import { tracking } from './tracking';

/** One line for each part that has a file of its own here. */
export const areas: Area[] = [reports, custom, campaigns, targeting, tracking];
