import { Router } from '@koa/router';
import type { Context } from 'koa';
import { DomainError } from '../../../core/domain-error.ts';
import { findLearner } from '../../../core/study/learner.store.ts';
import { Problem } from '../../../platform/http/problem.ts';
import type { CourseWithStructure } from '../../courses/course.store.ts';
import { getCourse } from '../../courses/course.ts';
import { linkProblem } from '../../link-problem.ts';
import { ausOf, isXapiStructure } from '../course/au.ts';
import { type Cmi5LaunchDeps, launchCmi5 } from '../launch.ts';
import { findLatestRegistration, findProgress } from '../registrations/registration.store.ts';
import type { MenuGrant, MenuLinks } from './course-menu-link.ts';
import { courseMenuPage } from './course-menu-page.ts';
import { courseMenuStyle } from './course-menu-style.ts';
import { menuLanguage } from './menu-texts.ts';

interface MenuDeps extends Cmi5LaunchDeps {
  menuLinks: MenuLinks;
}

/** `/play/parts/<token>`: the parts of a course that has several, and what opens each. */
export function courseMenuRouter(deps: MenuDeps): Router {
  const router = new Router();
  router.get('/play/assets/parts.css', (ctx) => {
    ctx.state.route = '/play/assets/parts.css';
    ctx.type = 'text/css';
    ctx.set('Cache-Control', 'public, max-age=300');
    ctx.body = courseMenuStyle;
  });
  router.get('/play/parts/:token', async (ctx) => {
    ctx.state.route = '/play/parts/{token}';
    await showMenu(ctx, deps, await opened(deps, ctx.params.token));
  });
  router.get('/play/parts/:token/:place', async (ctx) => {
    ctx.state.route = '/play/parts/{token}/{place}';
    const { tenantId, grant, course } = await opened(deps, ctx.params.token);
    const au = isXapiStructure(course.structure)
      ? ausOf(course.structure)[Number(ctx.params.place)]
      : undefined;
    if (!au) throw new Problem(404, 'not_found', { detail: 'The course has no such part.' });
    const { personId, assignmentId, launchMode } = grant;
    const { url } = await launchCmi5(deps, tenantId, {
      ...{ course, personId, assignmentId, launchMode, auId: au.id },
      returnUrl: `${deps.publicUrl}/play/parts/${ctx.params.token}`,
    });
    ctx.status = 303;
    ctx.set('Location', url);
  });
  return router;
}

interface Opened {
  tenantId: string;
  grant: MenuGrant;
  course: CourseWithStructure;
}

async function opened(
  { database, menuLinks }: MenuDeps,
  token: string | undefined,
): Promise<Opened> {
  const { tenantId, grant } = await menuLinks.verify(token ?? '').catch(linkProblem);
  const course = await database.read(tenantId, (db) => getCourse(db, grant.courseId));
  return { tenantId, grant, course };
}

async function showMenu(
  ctx: Context,
  { database }: MenuDeps,
  { tenantId, grant, course }: Opened,
): Promise<void> {
  const { structure, title } = course;
  if (!isXapiStructure(structure)) throw new DomainError('invalid', 'This course has no parts.');
  const { person, progress } = await database.read(tenantId, async (db) => {
    const [learner, registration] = await Promise.all([
      findLearner(db, grant.personId),
      findLatestRegistration(db, grant),
    ]);
    const known = registration ? await findProgress(db, registration.id) : new Map();
    return { person: learner, progress: known };
  });
  const ancestors = grant.frameAncestors.join(' ') || "'none'";
  ctx.set({
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}`,
    'Referrer-Policy': 'no-referrer',
  });
  ctx.type = 'text/html';
  ctx.body = courseMenuPage({
    ...{ title, structure, progress, path: ctx.path, returnUrl: grant.returnUrl },
    language: menuLanguage(grant.locale, person?.locale, ctx.acceptsLanguages()[0]),
    isFramed: isFramed(ctx),
  });
}

/** Fetch metadata: what the answer is for. Browsers without it are taken at their word. */
export function isFramed(ctx: Context): boolean {
  return ['iframe', 'frame'].includes(ctx.get('Sec-Fetch-Dest'));
}
