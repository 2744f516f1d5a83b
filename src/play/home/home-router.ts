import { Router } from '@koa/router';
import type { Context } from 'koa';
import { findPerson } from '../../core/people/person.store.ts';
import { contentOf, findAssignment, isAssigned } from '../../core/study/assignment.store.ts';
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
/** From the redirect to the course's first page. */
const COURSE_LINK_MS = 60_000;

/** What opens an imported course; the surface that plays courses has it. */
interface HomeCourseLinks {
  issue(
    db: TenantDb,
    grant: {
      courseId: string;
      personId: string;
      assignmentId: string;
      launchMode: 'Normal';
      returnUrl: string;
      frameAncestors: string[];
    },
    expiresAt: Date,
  ): Promise<string>;
}

interface HomeDeps {
  database: Database;
  playCodes: PlayCodes;
  courseLinks: HomeCourseLinks;
  config: { publicUrl: string };
}

/** `/play/home`: what somebody who signed in can study. */
export function homeRouter({ database, playCodes, courseLinks, config }: HomeDeps): Router {
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
    const location = await database.tenant(visitor.tenantId, async (db) => {
      const opened = await whatIsOpened(db, visitor, form);
      if (!opened) return undefined;
      const { personId, signInId } = visitor;
      const returnUrl = `${config.publicUrl}/play/home`;
      if ('courseId' in opened) {
        const place = { ...opened, personId, returnUrl, launchMode: 'Normal' } as const;
        const expiresAt = new Date(Date.now() + COURSE_LINK_MS);
        return courseLinks.issue(db, { ...place, frameAncestors: [] }, expiresAt);
      }
      const grant: PlayGrant = { ...opened, record: 'facts', personId, returnUrl, signInId };
      return `/play/${await playCodes.issue(db, { grant, frameAncestors: [] })}`;
    });
    if (!location) {
      sendGonePage(ctx);
      return;
    }
    ctx.status = 303;
    ctx.set('Location', location);
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

type Opened =
  | Pick<PlayGrant, 'deckId' | 'mode' | 'assignmentId'>
  | { courseId: string; assignmentId: string };

/** Only what the person was given or has begun. */
async function whatIsOpened(
  db: TenantDb,
  { personId }: HomeVisitor,
  form: URLSearchParams,
): Promise<Opened | undefined> {
  const [assignmentId, deckId] = [form.get('assignmentId') ?? '', form.get('deckId') ?? ''];
  if (isUuid(assignmentId)) {
    const assignment = await findAssignment(db, assignmentId);
    if (!assignment) return undefined;
    const content = contentOf(assignment);
    if (!(await isAssigned(db, { id: assignmentId, personId, ...content }))) return undefined;
    const { mode } = assignment;
    return 'courseId' in content
      ? { ...content, assignmentId }
      : { ...content, mode, assignmentId };
  }
  const decks = await listHomeDecks(db, { personId, now: new Date(), limit: LIMIT });
  const isBegun = decks.some(({ id }) => id === deckId);
  return isBegun ? { deckId, mode: 'study', assignmentId: null } : undefined;
}
