import { crm } from '@/server/rest/crm';

const handle = (request: Request) => crm.fetch(request);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
