import { Router } from '@koa/router';
import type { Context } from 'koa';
import { findDeck, listDecks } from '../../core/decks/deck.store.ts';
import { isUuid } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { readForm } from '../../platform/http/body.ts';
import { pageById } from '../../platform/http/paging.ts';
import { getTenant } from '../../platform/tenancy/tenants.store.ts';
import type { ToolKeys } from '../keys/tool-keys.ts';
import type { PlayCodeIssuer } from '../launch/landing.ts';
import { LtiError } from '../lti-error.ts';
import { sendPage } from '../pages/page.ts';
import { pageErrors } from '../pages/page-errors.ts';
import type { Platforms } from '../registrations/platforms.ts';
import { contentItem } from './content-items.ts';
import { pick, readChoices } from './pick.ts';
import { pickerPage, respondPage } from './picker-page.ts';
import {
  beginPicking,
  endPicking,
  findPicker,
  findPickerCode,
  type PickerSession,
} from './picker-session.ts';
import { deepLinkingResponse } from './response.ts';

const PAGE = 20;
const MAX_FORM_BYTES = 256 * 1024;
const assets = { styles: ['/lti/assets/forms.css', '/lti/assets/picker.css'] };
const scripts = ['/lti/assets/picker.js'];

interface PickerRouterDeps {
  database: Database;
  platforms: Pick<Platforms, 'byId'>;
  toolKeys: Pick<ToolKeys, 'signer'>;
  playCodes: PlayCodeIssuer;
  publicUrl: string;
}

type WithParams = Context & { params: Record<string, string> };

/** `/lti/deep-link`: teachers choose what a course gets. */
export function pickerRouter(deps: PickerRouterDeps): Router {
  const { database } = deps;
  const router = new Router();

  router.get('/lti/deep-link/:code', (ctx: WithParams) =>
    pageErrors(async () => {
      ctx.state.route = '/lti/deep-link/{code}';
      const code = await findPickerCode(database, ctx.params.code ?? '');
      ctx.state.frameAncestors = code?.frameAncestors;
      const token =
        code?.isOpen && (await database.tenant(code.tenantId, (db) => beginPicking(db, code)));
      if (!code || !token) throw spent();
      const tenant = (await database.read(code.tenantId, getTenant))?.name ?? '';
      const { frameAncestors, locale } = code;
      const body = pickerPage({ token, picking: code, tenant });
      sendPage(ctx, {
        ...{ title: 'Choose content', body, scripts, locale, ...assets },
        // The preview shows the player in a frame of this page.
        frameAncestors,
      });
    })(ctx),
  );

  router.post(
    '/lti/deep-link/respond',
    pageErrors(async (ctx) => {
      ctx.state.route = '/lti/deep-link/respond';
      const form = await readForm(ctx.req, MAX_FORM_BYTES);
      const session = await sessionOf(ctx, database, form.get('session'));
      const choices = choicesOf(form, session);
      const made = await database.tenant(session.tenantId, (db) => pick(db, { session, choices }));
      if (!made) throw spent();
      if (session.target.kind === 'link') {
        const [assignment] = made;
        if (assignment) await openChosen(ctx, deps, { session, deckId: assignment.deckId });
        return;
      }
      const lineItem = session.accepts.lineItems ? 'with' : 'without';
      const { publicUrl } = deps;
      const items = made.map((one) => contentItem(one, { publicUrl, lineItem }));
      const message = items.length === 1 ? '1 activity added' : `${items.length} activities added`;
      await respond(ctx, deps, { session, items, message });
    }),
  );

  router.post(
    '/lti/deep-link/cancel',
    pageErrors(async (ctx) => {
      ctx.state.route = '/lti/deep-link/cancel';
      const session = await sessionOf(ctx, database, (await readForm(ctx.req)).get('session'));
      if (!(await database.tenant(session.tenantId, (db) => endPicking(db, session))))
        throw spent();
      if (session.target.kind === 'link') throw new LtiError('not_set_up', 'Nothing was chosen');
      await respond(ctx, deps, { session, items: [], message: undefined });
    }),
  );

  router.get('/lti/deep-link/api/decks', async (ctx) => {
    ctx.state.route = '/lti/deep-link/api/decks';
    const session = await bearerOf(ctx, database);
    if (!session) return;
    const { q = '', cursor } = ctx.query;
    const query = { limit: PAGE, cursor: typeof cursor === 'string' ? cursor : undefined };
    const filter = { status: 'published', q: String(q).slice(0, 200) || undefined } as const;
    const page = await database.read(session.tenantId, (db) =>
      pageById(query, (range) => listDecks(db, { ...filter, ...range })),
    );
    const data = page.data.map(({ id, title, path, prompts }) => ({ id, title, path, prompts }));
    ctx.body = { ...page, data };
  });

  router.post('/lti/deep-link/api/decks/:deckId/preview', async (ctx: WithParams) => {
    ctx.state.route = '/lti/deep-link/api/decks/{deckId}/preview';
    const session = await bearerOf(ctx, database);
    if (!session) return;
    const { deckId = '' } = ctx.params;
    const url = await database.tenant(session.tenantId, async (db) => {
      const deck = isUuid(deckId) ? await findDeck(db, deckId) : undefined;
      if (!deck || deck.revision === 0) return undefined;
      const code = await deps.playCodes.issue(db, {
        grant: previewOf(session, deckId),
        frameAncestors: ["'self'", ...session.frameAncestors],
      });
      return `/play/${code}`;
    });
    ctx.status = url ? 200 : 404;
    ctx.body = { url };
  });
  return router;
}

function spent(): LtiError {
  return new LtiError('state_unknown', 'This choice was made already, or is too old');
}

async function sessionOf(
  ctx: Context,
  database: Database,
  token: string | null,
): Promise<PickerSession> {
  const session = token ? await findPicker(database, token) : undefined;
  ctx.state.frameAncestors = session?.frameAncestors;
  if (!session?.isOpen) throw spent();
  return session;
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

function choicesOf(form: URLSearchParams, session: PickerSession) {
  try {
    return readChoices(form.get('items') ?? '', session);
  } catch (cause) {
    throw new LtiError('content_missing', 'Nothing that can be read was chosen', { cause });
  }
}

function previewOf({ personId, locale }: PickerSession, deckId: string) {
  const content = { deckId, mode: 'test', assignmentId: null } as const;
  return { ...content, record: 'nothing', personId, locale } as const;
}

async function openChosen(
  ctx: Context,
  { database, playCodes }: PickerRouterDeps,
  { session, deckId }: { session: PickerSession; deckId: string },
): Promise<void> {
  const code = await database.tenant(session.tenantId, (db) =>
    playCodes.issue(db, {
      grant: previewOf(session, deckId),
      frameAncestors: session.frameAncestors,
    }),
  );
  ctx.status = 303;
  ctx.set('Location', `/play/${code}`);
}

async function respond(
  ctx: Context,
  { platforms, toolKeys }: PickerRouterDeps,
  {
    session,
    items,
    message,
  }: { session: PickerSession; items: readonly object[]; message: string | undefined },
): Promise<void> {
  const platform = await platforms.byId(session.registrationId);
  const { target, deploymentId, frameAncestors, locale } = session;
  if (!platform || target.kind !== 'response') {
    throw new LtiError('registration_unknown', 'The registration is gone');
  }
  const { registration } = platform;
  const { data, returnUrl } = target;
  const jwt = await deepLinkingResponse({
    ...{ toolKeys, registration, deploymentId, data, items, message },
  });
  sendPage(ctx, {
    title: 'Going back',
    body: respondPage({ returnUrl, jwt }),
    ...{ frameAncestors, locale, scripts },
    // Platforms go on from there to pages of other hosts, which counts, too.
    formAction: '*',
  });
}
