import { auditQuery } from '@/contracts/queries';
import { listAudit } from '@/server/audit/list-audit';
import { memberProcedure, router } from '@/server/trpc/init';

export const auditRouter = router({
  list: memberProcedure.input(auditQuery).query(({ ctx, input }) => listAudit(ctx.user, input)),
});
