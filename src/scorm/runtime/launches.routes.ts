import { Type } from 'typebox';
import { isAssigned } from '../../core/study/assignment.store.ts';
import { Problem } from '../../platform/http/problem.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { Id, OneOf } from '../../platform/http/shapes.ts';
import { launchModes } from '../cmi5/sessions/session.ts';
import { getCourse } from '../courses/course.ts';
import { type LaunchCourseDeps, launchCourse } from './launch-course.ts';

const WebUrl = Type.String({ maxLength: 2_000, pattern: '^https?://[^\\s\\u0000]+$' });

const LaunchRequest = Type.Object(
  {
    personId: Id,
    assignmentId: Type.Optional(Id),
    auId: Type.Optional(
      Type.String({
        ...{ minLength: 1, maxLength: 2_000, pattern: '^[^\\u0000]*$' },
        description: 'cmi5 and xAPI: which AU or activity; default: the first that is not done',
      }),
    ),
    launchMode: Type.Optional({
      ...OneOf(launchModes),
      description: 'default `Normal`; the others leave no facts',
    }),
    returnUrl: Type.Optional({ ...WebUrl, description: 'where the way out leads' }),
  },
  { additionalProperties: false },
);

/** `/v1/courses/{courseId}/launches`. */
export function courseLaunchRoutes(deps: LaunchCourseDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/courses/{courseId}/launches',
      id: 'launchCourse',
      tag: 'Courses',
      summary: 'Open an imported course for a person, where they left it',
      access: { scope: 'study:write' },
      params: Type.Object({ courseId: Id }),
      body: LaunchRequest,
      answers: { 201: Type.Object({ url: Type.String(), registration: Id }) },
      handle: async ({ caller: { tenantId }, params: { courseId }, body }) => {
        const { personId, assignmentId = null, launchMode = 'Normal', returnUrl, auId } = body;
        const course = await deps.database.read(tenantId, async (db) => {
          if (assignmentId && !(await isAssigned(db, { id: assignmentId, personId, courseId }))) {
            throw notAssigned();
          }
          return getCourse(db, courseId);
        });
        const place = { courseId, personId, assignmentId, launchMode, returnUrl };
        const grant = { ...place, frameAncestors: [] };
        const { url, registration } = await launchCourse(deps, tenantId, { course, grant, auId });
        return { status: 201, body: { url, registration } };
      },
    }),
  ];
}

function notAssigned(): Problem {
  const detail = 'This person has no such assignment of this course.';
  return new Problem(422, 'not_found', {
    detail,
    errors: [{ in: 'body', pointer: '/assignmentId', detail }],
  });
}
