import * as z from 'zod';
import { channels } from './limits';
import { pageQuery } from './page';
import { messageStatuses } from './send';

/* What lists can be narrowed by, beside `limit` and `cursor`. `q` looks for a part of a name or address. */

const q = z.string().trim().min(1).max(200).optional();

export const contactsQuery = pageQuery.extend({ email: z.string().max(400).optional(), phone: z.string().max(40).optional(), q });
export const audiencesQuery = pageQuery.extend({ q });
/** `channel`: only those that can be sent on it. */
export const templatesQuery = pageQuery.extend({ channel: z.enum(channels).optional(), q });
export const suppressionsQuery = pageQuery.extend({ channel: z.enum(channels).optional(), q });
export const messagesQuery = pageQuery.extend({ status: z.enum(messageStatuses).optional() });
export const mailQuery = pageQuery.extend({ q });
export const auditQuery = pageQuery.extend({ action: z.string().max(100).optional() });
