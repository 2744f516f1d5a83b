import { Type } from 'typebox';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { pageById } from '../../platform/http/paging.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import { Id, OneOf, Page, PageQuery } from '../../platform/http/shapes.ts';
import { versionOf } from '../../platform/http/version.ts';
import { CourseDetail, CourseSummary, courseKinds, RenameCourse } from './course.schema.ts';
import { findCourse, listCourses, renameCourse } from './course.store.ts';
import { deleteCourse } from './delete-course.ts';

const tag = 'Courses';
const read = { scope: 'decks:read' } as const;
const write = { scope: 'decks:write' } as const;
const params = Type.Object({ courseId: Id });

/** `/v1/courses`: courses that were imported. */
export function courseRoutes({ database }: { database: Database }) {
  return [
    route({
      method: 'get',
      path: '/v1/courses',
      id: 'listCourses',
      tag,
      summary: 'List imported courses',
      access: read,
      query: Type.Object(
        {
          ...PageQuery.properties,
          kind: Type.Optional(OneOf(courseKinds)),
          q: Type.Optional(Type.String({ maxLength: 200, description: 'part of the title' })),
        },
        { additionalProperties: false },
      ),
      answers: { 200: Page(CourseSummary) },
      handle: async ({ caller, query }) => {
        const { kind, q } = query;
        const body = await database.read(caller.tenantId, (db) =>
          pageById(query, (range) => listCourses(db, { kind, q, ...range })),
        );
        return { status: 200, body };
      },
    }),
    route({
      method: 'get',
      path: '/v1/courses/{courseId}',
      id: 'getCourse',
      tag,
      summary: 'One course, with its structure',
      access: read,
      params,
      answers: { 200: CourseDetail },
      handle: async ({ caller, params }) => {
        const course = await database.read(caller.tenantId, (db) =>
          findCourse(db, params.courseId),
        );
        if (!course) throw noSuchCourse();
        return { status: 200, body: course, version: course.version };
      },
    }),
    route({
      method: 'patch',
      path: '/v1/courses/{courseId}',
      id: 'updateCourse',
      tag,
      summary: 'Rename a course; its content never changes',
      access: write,
      params,
      body: RenameCourse,
      answers: { 200: CourseSummary },
      handle: async ({ caller, params, body, ifMatch }) => {
        const rename = { id: params.courseId, title: body.title, version: versionOf(ifMatch) };
        const course = await database.tenant(caller.tenantId, async (db) => {
          const renamed = await renameCourse(db, rename);
          if (renamed) return renamed;
          throw (await findCourse(db, rename.id)) ? changedMeanwhile() : noSuchCourse();
        });
        return { status: 200, body: course, version: course.version };
      },
    }),
    route({
      method: 'delete',
      path: '/v1/courses/{courseId}',
      id: 'deleteCourse',
      tag,
      summary: 'Delete a course with its content and what learners did in it',
      access: write,
      params,
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        await database.tenant(caller.tenantId, async (db) => {
          await deleteCourse(db, params.courseId);
          await audit(db, {
            actor: caller.name,
            action: 'course.deleted',
            subject: { type: 'course', id: params.courseId },
            detail: {},
          });
        });
        return { status: 204 };
      },
    }),
  ];
}

function noSuchCourse(): Problem {
  return new Problem(404, 'not_found', { detail: 'There is no such course.' });
}

function changedMeanwhile(): Problem {
  return new Problem(412, 'version_mismatch', {
    detail: 'The course was changed meanwhile: read it again.',
  });
}
