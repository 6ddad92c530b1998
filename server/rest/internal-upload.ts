import { customUploadInput } from '@/contracts/custom';
import { uploadKeys } from '@/server/custom/upload-keys';
import { internalWrite } from './internal-write';
import { readCsv } from './read-json';
import { parseInput } from './wrapper';

/** `POST /api/internal/audiences/:id/upload`: a file for a custom audience; the body is that of the public endpoint. */
export const uploadRoute = (request: Request, audienceId: string): Promise<Response> =>
  internalWrite(request, audienceId, async (ctx, id) =>
    uploadKeys(ctx, { audienceId: id, ...parseInput(customUploadInput, await readCsv(request)) }),
  );
