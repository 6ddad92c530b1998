import { auth } from '@/server/auth/auth';
import { asOwnClient } from '@/server/auth/origins';

const handle = (request: Request) => auth().handler(asOwnClient(request));

export { handle as GET, handle as POST };
