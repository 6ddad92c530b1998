import { v1 } from '@/server/rest/v1';

const handle = (request: Request) => v1.fetch(request);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
