import { createReadStream } from 'node:fs';
import { playerFiles, playerHtml } from '@crosswalk/player/bundle';
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { Type } from 'typebox';
import { findAssets } from '../core/decks/assets/asset.store.ts';
import type { StatementSink } from '../core/study/act.ts';
import { findAssignment } from '../core/study/assignment.store.ts';
import { findLearner } from '../core/study/learner.store.ts';
import type { Blobs } from '../platform/blobs/blobs.ts';
import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import { SignedLinkError } from '../platform/crypto/signed-links.ts';
import type { Database } from '../platform/database/database.ts';
import type { RateLimiter } from '../platform/http/authenticate.ts';
import { readJson } from '../platform/http/body.ts';
import { answerRange } from '../platform/http/byte-range.ts';
import { mountRoutes } from '../platform/http/mount.ts';
import { Problem } from '../platform/http/problem.ts';
import { compileCheck } from '../platform/http/validation.ts';
import { playRoutes } from './play.routes.ts';
import { isPlayCode, type PlayCodes } from './play-code.ts';
import { playContent } from './play-content.ts';
import type { PlayLinks } from './play-link.ts';
import { createPlayAuthenticate, openSession } from './play-session.ts';
import { standingOf } from './standing.ts';

interface PlayDeps {
  database: Database;
  master: MasterKeys;
  blobs: Blobs;
  links: PlayLinks;
  playCodes: PlayCodes;
  limiter: RateLimiter;
  sink: StatementSink;
}

/** Styles on elements come from sanitised note fields; scripts and everything else are our files. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

const SessionRequest = Type.Object({ link: Type.String({ minLength: 1, maxLength: 4_000 }) });
const checkSessionRequest = compileCheck(SessionRequest, 'body');

/** `/play`: the player's page, its files, media and API. */
export function playRouter(deps: PlayDeps): Router {
  const router = new Router();
  const files = playerFiles();
  const authenticate = createPlayAuthenticate(deps);

  router.post('/play/api/sessions', async (ctx) => {
    ctx.state.route = '/play/api/sessions';
    const { allowed, headers } = await deps.limiter.check('address', ctx.ip);
    ctx.set(headers);
    if (!allowed)
      throw new Problem(429, 'rate_limited', { detail: 'Too many requests. Wait a moment.' });
    const { link } = checkSessionRequest(await readJson(ctx.req)) as { link: string };
    ctx.body = await sessionBody(deps, link);
  });
  router.get('/play/assets/player.js', (ctx) => sendFile(ctx, files.js, 'text/javascript'));
  router.get('/play/assets/player.css', (ctx) => sendFile(ctx, files.css, 'text/css'));
  router.get('/play/media/:token/:file', (ctx) => sendMedia(ctx, deps));
  router.use(mountRoutes(playRoutes(deps), { ...deps, authenticate }).routes());
  router.get('/play/:link', async (ctx) => {
    ctx.state.route = '/play/{link}';
    const ancestors = await frameAncestors(deps.playCodes, ctx.params.link ?? '');
    ctx.set('Content-Security-Policy', `${POLICY}; frame-ancestors ${ancestors}`);
    ctx.type = 'text/html';
    ctx.body = playerHtml({
      title: 'Crosswalk',
      language: 'en',
      direction: 'ltr',
      stylesheet: '/play/assets/player.css',
      scripts: [{ src: '/play/assets/player.js', data: { tracking: 'hub', api: '/play/api' } }],
    });
  });
  return router;
}

/** Whoever issued a code says who may frame what it opens. */
async function frameAncestors(playCodes: PlayCodes, link: string): Promise<string> {
  const sources = isPlayCode(link) ? (await playCodes.find(link))?.frameAncestors : undefined;
  return sources && sources.length > 0 ? sources.join(' ') : "'none'";
}

async function sessionBody(deps: PlayDeps, link: string) {
  const { database, links } = deps;
  const { tenantId, grant, sessionToken, expiresAt } = await openSession(deps, link);
  const media = await links.signMedia(tenantId, expiresAt);
  return database.read(tenantId, async (db) => {
    const [learner, assignment, standing] = await Promise.all([
      grant.personId ? findLearner(db, grant.personId) : undefined,
      grant.assignmentId ? findAssignment(db, grant.assignmentId) : undefined,
      standingOf(db, grant),
    ]);
    if (grant.personId && !learner?.active) {
      throw new Problem(403, 'person_inactive', { detail: 'This account is not active any more.' });
    }
    const content = await playContent(db, {
      grant,
      locale: grant.locale ?? learner?.locale ?? null,
      mediaBase: `/play/media/${media}/`,
      assignment,
    });
    return {
      sessionToken,
      expiresAt,
      // Whoever has a dispatch's package can name any learner, and is not told who that is.
      learner: learner && !grant.shellOrigin ? { id: learner.id, name: learner.displayName } : null,
      mode: grant.mode,
      record: grant.record,
      ...(grant.returnUrl && { returnUrl: grant.returnUrl }),
      ...(grant.shellOrigin && { shellOrigin: grant.shellOrigin }),
      ...(standing && { standing }),
      content,
    };
  });
}

function sendFile(ctx: Context, path: string, type: string): void {
  ctx.state.route = ctx.path;
  ctx.set('Cache-Control', 'public, max-age=300');
  ctx.type = type;
  ctx.body = createReadStream(path);
}

/** Images and sounds are fetched by the browser itself, so the grant stands in the address. */
async function sendMedia(
  ctx: Context & { params: Record<string, string> },
  deps: PlayDeps,
): Promise<void> {
  ctx.state.route = '/play/media/{token}/{file}';
  const missing = new Problem(404, 'not_found', { detail: 'There is no such file.' });
  const { tenantId } = await deps.links.verifyMedia(ctx.params.token ?? '').catch((error) => {
    throw error instanceof SignedLinkError ? missing : error;
  });
  const sha256 = /^([0-9a-f]{64})\.\w+$/.exec(ctx.params.file ?? '')?.[1];
  if (!sha256) throw missing;
  const asset = (await deps.database.read(tenantId, (db) => findAssets(db, [sha256]))).get(sha256);
  if (!asset) throw missing;
  ctx.set({
    'Cache-Control': 'private, max-age=86400, immutable',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
  ctx.type = asset.mime;
  const range = answerRange(ctx, asset.bytes);
  ctx.body = await deps.blobs.get(tenantId, sha256, range);
}
