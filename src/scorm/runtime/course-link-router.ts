import { Router } from '@koa/router';
import type { Cmi5 } from '../cmi5/cmi5.ts';
import { isFramed } from '../cmi5/menu/course-menu-router.ts';
import { getCourse } from '../courses/course.ts';
import { linkProblem } from '../link-problem.ts';
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
    const { personId, courseId } = grant;
    const course = await deps.database.read(tenantId, (db) => getCourse(db, courseId));
    const menu =
      personId === null
        ? undefined
        : await deps.cmi5.menuPath(tenantId, {
            ...{ course, grant: { ...grant, personId }, isFramed: isFramed(ctx) },
          });
    ctx.status = 303;
    ctx.set('Location', menu ?? (await launchCourse(deps, tenantId, { course, grant })).url);
  });
  return router;
}
