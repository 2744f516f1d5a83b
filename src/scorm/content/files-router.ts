import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import { SignedLinkError } from '../../platform/crypto/signed-links.ts';
import type { Database } from '../../platform/database/database.ts';
import { answerRange } from '../../platform/http/byte-range.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type CourseFile, findCourseFile } from '../courses/course.store.ts';
import type { ContentLinks } from './content-links.ts';

interface FilesDeps {
  database: Database;
  blobs: Blobs;
  contentLinks: ContentLinks;
}

const missing = (): Problem =>
  new Problem(404, 'not_found', { detail: 'There is no such file in this course.' });

/** `/files/<token>/<path in the package>` of the content origin; `ContentLinks` makes the addresses. */
export function filesRouter(deps: FilesDeps): Router {
  const router = new Router();
  router.get('/files/:token/{*path}', async (ctx) => {
    ctx.state.route = '/files/{token}/{path}';
    // A worker of one course would outlive its page and stay between its files and the hub.
    if (ctx.get('Service-Worker') === 'script') throw missing();
    const { tenantId, courseId } = await deps.contentLinks
      .verify(ctx.params.token ?? '')
      .catch(expired);
    const path = pathOf(ctx);
    const file = await deps.database.read(tenantId, (db) => findCourseFile(db, courseId, path));
    if (!file) throw missing();
    await sendFile(ctx, file, { blobs: deps.blobs, owner: { tenantId, jobId: courseId } });
  });
  return router;
}

/** Decoded part by part: `%2F` is no separator. */
function pathOf(ctx: Context): string {
  const [, , , ...parts] = ctx.path.split('/');
  try {
    return parts.map(decodeURIComponent).join('/');
  } catch {
    throw missing();
  }
}

function expired(error: unknown): never {
  if (!(error instanceof SignedLinkError)) throw error;
  throw error.code === 'expired'
    ? new Problem(410, 'link_expired', { detail: 'Open the course again.' })
    : missing();
}

async function sendFile(
  ctx: Context,
  { sha256, mime, bytes }: CourseFile,
  { blobs, owner }: { blobs: Blobs; owner: { tenantId: string; jobId: string } },
): Promise<void> {
  ctx.set({
    'Cache-Control': 'private, max-age=3600',
    ETag: `"${sha256}"`,
    // As it is: a charset of ours would win over the one that an old page names for itself.
    'Content-Type': mime,
  });
  // What is not found is never fresh.
  ctx.status = 200;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  const range = answerRange(ctx, bytes);
  if (ctx.method === 'HEAD') return;
  ctx.body = await blobs.get(owner, sha256, range);
}
