import { Router } from '@koa/router';
import type { Context } from 'koa';
import { type Assignment, contentOf } from '../../core/study/assignment.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { readForm } from '../../platform/http/body.ts';
import { getTenant } from '../../platform/tenancy/tenants.store.ts';
import type { ToolKeys } from '../keys/tool-keys.ts';
import { LtiError } from '../lti-error.ts';
import { readersLanguage } from '../pages/language.ts';
import { sendPage } from '../pages/page.ts';
import { pageErrors } from '../pages/page-errors.ts';
import type { Platforms } from '../registrations/platforms.ts';
import { pickerTexts } from '../texts/picker/picker-tables.ts';
import { pluralOf } from '../texts/plural.ts';
import { contentItem } from './content-items.ts';
import { pick, readChoices } from './pick.ts';
import { pickerApi } from './picker-api.ts';
import { pickerPage, respondPage } from './picker-page.ts';
import {
  beginPicking,
  endPicking,
  findPicker,
  findPickerCode,
  type PickerSession,
} from './picker-session.ts';
import { type CoursePreviews, coursePreview, type PreviewCodes, previewOf } from './preview.ts';
import { deepLinkingResponse } from './response.ts';

const MAX_FORM_BYTES = 256 * 1024;
const assets = { styles: ['/lti/assets/forms.css', '/lti/assets/picker.css'] };
const scripts = ['/lti/assets/picker.js'];

interface PickerRouterDeps {
  database: Database;
  platforms: Pick<Platforms, 'byId'>;
  toolKeys: Pick<ToolKeys, 'signer'>;
  playCodes: PreviewCodes;
  courseLinks: CoursePreviews;
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
      learnReader(ctx, code);
      const token =
        code?.isOpen && (await database.tenant(code.tenantId, (db) => beginPicking(db, code)));
      if (!code || !token) throw spent();
      const tenant = (await database.read(code.tenantId, getTenant))?.name ?? '';
      const { frameAncestors, locale } = code;
      const language = readersLanguage(ctx, locale);
      const body = pickerPage({ token, picking: code, tenant, language });
      sendPage(ctx, {
        ...{ title: pickerTexts[language].title, body, scripts, language, ...assets },
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
        if (assignment) await openChosen(ctx, deps, { session, assignment });
        return;
      }
      const lineItem = session.accepts.lineItems ? 'with' : 'without';
      const { publicUrl } = deps;
      const items = made.map((one) => contentItem(one, { publicUrl, lineItem }));
      await respond(ctx, deps, { session, items });
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
      await respond(ctx, deps, { session, items: [] });
    }),
  );

  router.use(pickerApi(deps).routes());
  return router;
}

function spent(): LtiError {
  return new LtiError('state_unknown', 'This choice was made already, or is too old');
}

/** For the page of an error that may follow. */
function learnReader(ctx: Context, session: PickerSession | undefined): void {
  ctx.state.frameAncestors = session?.frameAncestors;
  ctx.state.locale = session?.locale;
}

async function sessionOf(
  ctx: Context,
  database: Database,
  token: string | null,
): Promise<PickerSession> {
  const session = token ? await findPicker(database, token) : undefined;
  learnReader(ctx, session);
  if (!session?.isOpen) throw spent();
  return session;
}

function choicesOf(form: URLSearchParams, session: PickerSession) {
  try {
    return readChoices(form.get('items') ?? '', session);
  } catch (cause) {
    throw new LtiError('content_missing', 'Nothing that can be read was chosen', { cause });
  }
}

async function openChosen(
  ctx: Context,
  { database, playCodes, courseLinks }: PickerRouterDeps,
  { session, assignment }: { session: PickerSession; assignment: Assignment },
): Promise<void> {
  const content = contentOf(assignment);
  const location = await database.tenant(session.tenantId, async (db) => {
    if ('courseId' in content) return coursePreview(db, courseLinks, { session, ...content });
    const code = await playCodes.issue(db, {
      grant: previewOf(session, { ...content, tags: assignment.part?.tags ?? [] }),
      frameAncestors: session.frameAncestors,
    });
    return `/play/${code}`;
  });
  ctx.status = 303;
  ctx.set('Location', location);
}

async function respond(
  ctx: Context,
  { platforms, toolKeys }: PickerRouterDeps,
  { session, items }: { session: PickerSession; items: readonly object[] },
): Promise<void> {
  const platform = await platforms.byId(session.registrationId);
  const { target, deploymentId, frameAncestors, locale } = session;
  if (!platform || target.kind !== 'response') {
    throw new LtiError('registration_unknown', 'The registration is gone');
  }
  const { registration } = platform;
  const { data, returnUrl } = target;
  const language = readersLanguage(ctx, locale);
  const texts = pickerTexts[language];
  const count = items.length;
  const message = count === 0 ? undefined : pluralOf(language, texts.added, count);
  const jwt = await deepLinkingResponse({
    ...{ toolKeys, registration, deploymentId, data, items, message },
  });
  sendPage(ctx, {
    title: texts.oneMoment,
    body: respondPage({ returnUrl, jwt, texts }),
    ...{ frameAncestors, language, scripts },
    // Platforms go on from there to pages of other hosts, which counts, too.
    formAction: '*',
  });
}
