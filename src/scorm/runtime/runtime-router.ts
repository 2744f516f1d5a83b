import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { coursePlayerFiles } from '@crosswalk/course-player/bundle';
import type { CourseCommit } from '@crosswalk/course-player/launch';
import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { StatementSink } from '../../core/study/act.ts';
import type { Database } from '../../platform/database/database.ts';
import { readJson } from '../../platform/http/body.ts';
import { Problem } from '../../platform/http/problem.ts';
import { compileCheck } from '../../platform/http/validation.ts';
import type { ContentLinks } from '../content/content-links.ts';
import { contentSandbox } from '../content/content-policy.ts';
import { linkProblem } from '../link-problem.ts';
import { CommitBody } from './commit.schema.ts';
import type { LaunchLinks } from './launch-link.ts';
import { launchPage } from './page/launch-page.ts';
import { readLaunch } from './page/read-launch.ts';
import { type CommitAnswer, storeCommit } from './results/store-commit.ts';

interface RuntimeDeps {
  database: Database;
  contentLinks: ContentLinks;
  launchLinks: LaunchLinks;
  sink: StatementSink;
}

/** The content beside it comes with policies of its own. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src *; base-uri 'none'; form-action 'none'";
const MAX_COMMIT_BYTES = 4 * 1024 * 1024;
const checkCommit = compileCheck(CommitBody, 'body');

/** Of the content origin: the page around a course, its files, and what it commits. */
export function runtimeRouter(deps: RuntimeDeps): Router {
  const router = new Router();
  const files = new Map<string, string>(Object.entries(coursePlayerFiles()));

  router.get('/launch/:token', async (ctx) => {
    ctx.state.route = '/launch/{token}';
    const { tenantId, grant } = await deps.launchLinks
      .verifyLaunch(ctx.params.token ?? '')
      .catch(linkProblem);
    const launch = await readLaunch(deps, { tenantId, grant });
    const ancestors = grant.frameAncestors.join(' ') || "'none'";
    ctx.set(
      'Content-Security-Policy',
      `${POLICY}; frame-ancestors ${ancestors}; ${contentSandbox}`,
    );
    ctx.type = 'text/html';
    ctx.body = launchPage(launch);
  });

  router.get('/runtime/:file', (ctx) => {
    ctx.state.route = '/runtime/{file}';
    const path = files.get(ctx.params.file ?? '');
    if (!path) throw new Problem(404, 'not_found', { detail: 'There is no such file.' });
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.type = extname(path);
    ctx.body = createReadStream(path);
  });

  router.post('/commits/:token', async (ctx) => {
    ctx.state.route = '/commits/{token}';
    const { tenantId, grant } = await deps.launchLinks
      .verifyCommit(ctx.params.token ?? '')
      .catch(linkProblem);
    // Sound because the check let it pass.
    const commit = checkCommit(await readJson(ctx.req, MAX_COMMIT_BYTES)) as CourseCommit;
    const { sink } = deps;
    const answer = await deps.database.tenant(tenantId, (db) =>
      storeCommit(db, { grant, commit, sink }),
    );
    respond(ctx, answer);
  });
  return router;
}

function respond(ctx: Context, answer: CommitAnswer): void {
  if (answer === 'opened-elsewhere') {
    throw new Problem(409, 'opened_elsewhere', {
      detail: 'The course was opened again elsewhere; it goes on there.',
    });
  }
  if (answer === 'gone') {
    throw new Problem(410, 'gone', { detail: 'This attempt is not there any more.' });
  }
  ctx.status = 204;
}
