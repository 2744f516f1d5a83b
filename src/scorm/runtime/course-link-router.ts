import { Router } from '@koa/router';
import { SignedLinkError } from '../../platform/crypto/signed-links.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { CourseLinks } from './course-link.ts';
import { type LaunchCourseDeps, launchCourse } from './launch-course.ts';

/** `/play/courses/<token>`: from the hub to the course, wherever its content comes from. */
export function courseLinkRouter(deps: LaunchCourseDeps & { courseLinks: CourseLinks }): Router {
  const router = new Router();
  router.get('/play/courses/:token', async (ctx) => {
    ctx.state.route = '/play/courses/{token}';
    const { tenantId, grant } = await deps.courseLinks
      .verify(ctx.params.token ?? '')
      .catch(linkProblem);
    const { url } = await launchCourse(deps, tenantId, grant);
    ctx.status = 303;
    ctx.set('Location', url);
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
