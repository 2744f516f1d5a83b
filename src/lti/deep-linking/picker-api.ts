import { Router } from '@koa/router';
import type { Context } from 'koa';
import { findDeck, listDecks } from '../../core/decks/deck.store.ts';
import { listDeckTags } from '../../core/study/assigned-part.store.ts';
import { isCourse } from '../../core/study/course-attempt.store.ts';
import { studiedDecks } from '../../core/study/queue.store.ts';
import { isUuid } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { type OfferedDeck, searchCourses, searchDecks } from './picker-search.store.ts';
import { findPicker, type PickerSession } from './picker-session.ts';
import { type CoursePreviews, coursePreview, type PreviewCodes, previewOf } from './preview.ts';

const PAGE = 20;
const MOST_FOUND = 50;
const MOST_COURSES = 50;
const MOST_TAGS = 60;

interface PickerApiDeps {
  database: Database;
  playCodes: PreviewCodes;
  courseLinks: CoursePreviews;
}

type WithParams = Context & { params: Record<string, string> };
interface Asked {
  session: PickerSession;
  db: TenantDb;
}

/** `/lti/deep-link/api`: what the picker's page asks for, by the token that it holds. */
export function pickerApi({ database, playCodes, courseLinks }: PickerApiDeps): Router {
  const router = new Router();

  /** Answers nothing for a deck that is not there, not published, or another tenant's. */
  const answer =
    (
      path: string,
      transact: Database['read'],
      find: (ctx: WithParams, asked: Asked) => Promise<object | undefined>,
    ) =>
    async (ctx: WithParams): Promise<void> => {
      ctx.state.route = path.replaceAll(/:(\w+)/g, '{$1}');
      const session = await bearerOf(ctx, database);
      if (!session) return;
      const body = await transact(session.tenantId, (db) => find(ctx, { session, db }));
      ctx.status = body ? 200 : 404;
      ctx.body = body ?? { error: 'not_found' };
    };

  const decks = '/lti/deep-link/api/decks';
  router.get(
    decks,
    answer(decks, database.read, async (ctx, { db }) => {
      const { q, cursor } = ctx.query;
      const words = String(q ?? '')
        .trim()
        .slice(0, 200);
      if (typeof cursor === 'string' && !words) return listPublished(db, cursor);
      const [courses, page] = await Promise.all([
        searchCourses(db, { q: words, limit: MOST_COURSES }),
        words ? found(db, words) : listPublished(db, undefined),
      ]);
      return { ...page, data: [...courses, ...page.data] };
    }),
  );

  const tags = `${decks}/:deckId/tags`;
  router.get(
    tags,
    answer(tags, database.read, async ({ params: { deckId = '' } }, { db }) => {
      if (!(await isPublished(db, deckId))) return undefined;
      const deckIds = await studiedDecks(db, deckId);
      return { data: await listDeckTags(db, { deckIds, limit: MOST_TAGS }) };
    }),
  );

  const preview = `${decks}/:deckId/preview`;
  router.post(
    preview,
    answer(
      preview,
      database.tenant,
      async ({ params: { deckId = '' }, query }, { db, session }) => {
        if (!(await isPublished(db, deckId))) return undefined;
        const chosen = [query.tag ?? []].flat();
        const code = await playCodes.issue(db, {
          grant: previewOf(session, { deckId, tags: chosen }),
          frameAncestors: ["'self'", ...session.frameAncestors],
        });
        return { url: `/play/${code}` };
      },
    ),
  );
  const look = '/lti/deep-link/api/courses/:courseId/preview';
  router.post(
    look,
    answer(look, database.tenant, async ({ params: { courseId = '' } }, { db, session }) => {
      if (!isUuid(courseId) || !(await isCourse(db, courseId))) return undefined;
      return { url: await coursePreview(db, courseLinks, { session, courseId }) };
    }),
  );
  return router;
}

async function found(db: TenantDb, q: string) {
  return { data: await searchDecks(db, { q, limit: MOST_FOUND }), nextCursor: null };
}

async function listPublished(db: TenantDb, cursor: string | undefined) {
  const page = await pageById({ limit: PAGE, cursor }, (range) =>
    listDecks(db, { status: 'published', ...range }),
  );
  const data = page.data.map(
    ({ id, title, path, prompts }): OfferedDeck => ({
      ...{ kind: 'deck', id, title, path, prompts },
      matches: 0,
    }),
  );
  return { ...page, data };
}

async function isPublished(db: TenantDb, deckId: string): Promise<boolean> {
  const deck = isUuid(deckId) ? await findDeck(db, deckId) : undefined;
  return deck?.status === 'published';
}

/** Undefined once it is answered that there is none. */
async function bearerOf(ctx: Context, database: Database): Promise<PickerSession | undefined> {
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(ctx.get('Authorization')) ?? [];
  const session = await findPicker(database, token);
  if (session?.isOpen) return session;
  ctx.status = 401;
  ctx.body = { error: 'not_authenticated' };
  return undefined;
}
