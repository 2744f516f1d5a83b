import { Router } from '@koa/router';
import type { Context } from 'koa';
import { findPerson } from '../../core/people/person.store.ts';
import { findAssignment, isAssigned } from '../../core/study/assignment.store.ts';
import { isUuid } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { readForm } from '../../platform/http/body.ts';
import type { PlayCodes } from '../play-code.ts';
import type { PlayGrant } from '../play-link.ts';
import { listHomeAssignments, listHomeDecks } from './home.store.ts';
import { sendGonePage, sendHome, sendSignInPage } from './home-page.ts';
import { findVisitor, type HomeVisitor } from './home-session.ts';
import { homeStyle } from './home-style.ts';

const LIMIT = 200;

interface HomeDeps {
  database: Database;
  playCodes: PlayCodes;
  config: { publicUrl: string };
}

/** `/play/home`: what somebody who signed in can study. */
export function homeRouter({ database, playCodes, config }: HomeDeps): Router {
  const router = new Router();
  router.get('/play/assets/home.css', (ctx) => {
    ctx.state.route = '/play/assets/home.css';
    ctx.type = 'text/css';
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.body = homeStyle;
  });
  router.get('/play/home', async (ctx) => {
    ctx.state.route = '/play/home';
    const visitor = await findVisitor(database, ctx);
    if (!visitor) sendSignInPage(ctx);
    else await showHome(ctx, database, visitor);
  });
  router.post('/play/home/open', async (ctx) => {
    ctx.state.route = '/play/home/open';
    const visitor = await findVisitor(database, ctx);
    if (!visitor) {
      sendSignInPage(ctx);
      return;
    }
    const form = await readForm(ctx.req);
    const code = await database.tenant(visitor.tenantId, async (db) => {
      const opened = await whatIsOpened(db, visitor, form);
      if (!opened) return undefined;
      const { personId, signInId } = visitor;
      const returnUrl = `${config.publicUrl}/play/home`;
      const grant: PlayGrant = { ...opened, record: 'facts', personId, returnUrl, signInId };
      return playCodes.issue(db, { grant, frameAncestors: [] });
    });
    if (!code) {
      sendGonePage(ctx);
      return;
    }
    ctx.status = 303;
    ctx.set('Location', `/play/${code}`);
  });
  return router;
}

async function showHome(
  ctx: Context,
  database: Database,
  { tenantId, personId }: HomeVisitor,
): Promise<void> {
  const now = new Date();
  const [person, assignments, decks] = await database.read(tenantId, (db) =>
    Promise.all([
      findPerson(db, personId),
      listHomeAssignments(db, { personId, limit: LIMIT }),
      listHomeDecks(db, { personId, now, limit: LIMIT }),
    ]),
  );
  const { displayName: name = '', locale = null, timeZone = null } = person ?? {};
  sendHome(ctx, { name, assignments, decks, locale, timeZone, now });
}

/** Only what the person was given or has begun. */
async function whatIsOpened(
  db: TenantDb,
  { personId }: HomeVisitor,
  form: URLSearchParams,
): Promise<Pick<PlayGrant, 'deckId' | 'mode' | 'assignmentId'> | undefined> {
  const [assignmentId, deckId] = [form.get('assignmentId') ?? '', form.get('deckId') ?? ''];
  if (isUuid(assignmentId)) {
    const assignment = await findAssignment(db, assignmentId);
    if (!assignment) return undefined;
    const { id, deckId: of, mode } = assignment;
    const isTheirs = await isAssigned(db, { id, personId, deckId: of });
    return isTheirs ? { deckId: of, mode, assignmentId } : undefined;
  }
  const decks = await listHomeDecks(db, { personId, now: new Date(), limit: LIMIT });
  const isBegun = decks.some(({ id }) => id === deckId);
  return isBegun ? { deckId, mode: 'study', assignmentId: null } : undefined;
}
