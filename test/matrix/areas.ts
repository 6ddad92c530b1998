import { account } from './account';
import { ads } from './ads';
import type { Area } from './area';
import { automations } from './automations';
import { campaigns } from './campaigns';
import { custom } from './custom';
import { indexes } from './indexes';
import { members } from './members';
import { membership } from './membership';
import { pixels } from './pixels';
import { reports } from './reports';
import { targeting } from './targeting';
import { tracking } from './tracking';

/** One line for each part that has a file of its own here. */
export const areas: Area[] = [
  account,
  indexes,
  ads,
  automations,
  reports,
  custom,
  campaigns,
  members,
  membership,
  pixels,
  targeting,
  tracking,
];
