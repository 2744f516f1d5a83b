import { Router } from '@koa/router';
import { SignedLinkError } from '../../platform/crypto/signed-links.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Cmi5 } from '../cmi5/cmi5.ts';
import { isFramed } from '../cmi5/menu/course-menu-router.ts';
import type { CourseLinks } from './course-link.ts';
import { type LaunchCourseDeps, launchCourse } from './launch-course.ts';

/** `/play/courses/<token>`: from the hub to the course, wherever its content comes from. */
export function courseLinkRouter(
  deps: LaunchCourseDeps & { courseLinks: CourseLinks; cmi5: Pick<Cmi5, 'menuPath'> },
): Router {
  const router = new Router();
  router.get('/play/courses/:token', async (ctx) => {
    ctx.state.route = '/play/courses/{token}';
    const { tenantId, grant } = await deps.courseLinks
      .verify(ctx.params.token ?? '')
      .catch(linkProblem);
    const { personId } = grant;
    const menu =
      personId === null
        ? undefined
        : await deps.cmi5.menuPath(tenantId, {
            grant: { ...grant, personId },
            isFramed: isFramed(ctx),
          });
    ctx.status = 303;
    ctx.set('Location', menu ?? (await launchCourse(deps, tenantId, grant)).url);
  });
  return router;
}

function linkProblem(error: unknown): never {
  if (!(error instanceof SignedLinkError)) throw error;
  throw error.code === 'expired'
    ? new Problem(410, 'link_expired', { detail: 'This link has expired. Open the course again.' })
    : new Problem(404, 'link_invalid', {
        detail: 'This link is not complete or not valid. Open it again from where you got it.',
      });
}
