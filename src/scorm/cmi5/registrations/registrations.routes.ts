import type { PostgresStore } from '@crosswalk/xapi-lrs';
import { Type } from 'typebox';
import { audit } from '../../../platform/audit/audit.store.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { pageById } from '../../../platform/http/paging.ts';
import { Problem } from '../../../platform/http/problem.ts';
import { route } from '../../../platform/http/route.ts';
import { Id, Page, PageQuery } from '../../../platform/http/shapes.ts';
import { getCourse } from '../../courses/course.ts';
import { isXapiStructure, type XapiStructure } from '../course/au.ts';
import { abandonOpen } from '../sessions/abandon-open.ts';
import { prepared } from '../statements/lms-statements.ts';
import { openRegistration } from './open-registration.ts';
import { RegistrationSummary, RegistrationView } from './registration.schema.ts';
import {
  findProgress,
  findProgressOf,
  findRegistration,
  listRegistrations,
  type Registration,
} from './registration.store.ts';
import { registrationSummary, registrationView } from './registration-view.ts';
import { waive, waiveReasons } from './waive.ts';

const tag = 'Courses';
const path = '/v1/courses/{courseId}/registrations';
const CourseParams = Type.Object({ courseId: Id });
const Params = Type.Object({ courseId: Id, registrationId: Id });
/** Text as PostgreSQL keeps it, in JSON, too. */
const pattern = '^[^\\u0000\\ud800-\\udfff]*$';

export interface RegistrationRoutesDeps {
  database: Database;
  lrsStore: Pick<PostgresStore, 'append'>;
  config: { publicUrl: string };
}

/** `/v1/courses/{courseId}/registrations`: who takes a cmi5 or xAPI course, and how far they are. */
export function registrationRoutes({ database, lrsStore, config }: RegistrationRoutesDeps) {
  const { publicUrl } = config;

  async function view(db: TenantDb, registration: Registration, structure: XapiStructure) {
    const progress = await findProgress(db, registration.id);
    return registrationView(registration, { structure, progress, publicUrl });
  }

  return [
    route({
      method: 'get',
      path,
      id: 'listCourseRegistrations',
      tag,
      summary: 'List the registrations of a cmi5 or xAPI course, newest first',
      access: { scope: 'study:read' },
      params: CourseParams,
      query: Type.Object(
        { ...PageQuery.properties, personId: Type.Optional(Id) },
        { additionalProperties: false },
      ),
      answers: { 200: Page(RegistrationSummary) },
      handle: async ({ caller, params: { courseId }, query: { personId, ...query } }) => {
        const body = await database.read(caller.tenantId, async (db) => {
          const structure = await structureOf(db, courseId);
          const page = await pageById(query, (range) =>
            listRegistrations(db, { ...range, courseId, personId }),
          );
          const ids = page.data.map(({ id }) => id);
          const known = await findProgressOf(db, ids);
          const data = page.data.map((one) =>
            registrationSummary(one, { structure, progress: known.get(one.id) ?? new Map() }),
          );
          return { ...page, data };
        });
        return { status: 200, body };
      },
    }),
    route({
      method: 'post',
      path,
      id: 'createCourseRegistration',
      tag,
      summary: 'Register a person in a cmi5 or xAPI course anew',
      description: 'What asks for nothing (moveOn NotApplicable) is satisfied at once.',
      access: { scope: 'study:write' },
      params: CourseParams,
      body: Type.Object({ personId: Id }, { additionalProperties: false }),
      answers: { 201: RegistrationView },
      handle: async ({ caller, params: { courseId }, body: { personId } }) => {
        const body = await database.tenant(caller.tenantId, async (db) => {
          const structure = await structureOf(db, courseId);
          const { registration, statements } = await openRegistration(db, {
            ...{ courseId, personId, assignmentId: null, structure, publicUrl, which: 'new' },
          });
          const shown = await view(db, registration, structure);
          await lrsStore.append(db, prepared(statements, { publicUrl }));
          return shown;
        });
        return { status: 201, body };
      },
    }),
    route({
      method: 'get',
      path: `${path}/{registrationId}`,
      id: 'getCourseRegistration',
      tag,
      summary: 'Show how far a person is in a cmi5 or xAPI course',
      access: { scope: 'study:read' },
      params: Params,
      answers: { 200: RegistrationView },
      handle: async ({ caller, params }) => ({
        status: 200,
        body: await database.read(caller.tenantId, async (db) => {
          const { registration, structure } = await registrationOf(db, params);
          return view(db, registration, structure);
        }),
      }),
    }),
    route({
      method: 'post',
      path: `${path}/{registrationId}/waivers`,
      id: 'waiveAu',
      tag,
      summary: 'Let a person leave out an AU of a course',
      access: { scope: 'study:write' },
      params: Params,
      body: Type.Object(
        {
          auId: Type.String({ maxLength: 4_000, pattern, description: "the publisher's id" }),
          reason: Type.String({
            minLength: 1,
            maxLength: 200,
            pattern,
            default: 'Administrative',
            description: `usually one of: ${waiveReasons.join(', ')}`,
          }),
        },
        { additionalProperties: false },
      ),
      answers: { 200: RegistrationView },
      handle: async ({ caller, params, body: { auId, reason } }) => {
        const body = await database.tenant(caller.tenantId, async (db) => {
          const { registration, structure } = await registrationOf(db, params);
          await audit(db, {
            actor: caller.name,
            action: 'course_registration.au_waived',
            subject: { type: 'course_registration', id: registration.id },
            detail: { auId, reason },
          });
          await waive(db, {
            ...{ registrationId: registration.id, structure, auId, reason, publicUrl, lrsStore },
          });
          return view(db, registration, structure);
        });
        return { status: 200, body };
      },
    }),
    route({
      method: 'delete',
      path: `${path}/{registrationId}/session`,
      id: 'abandonAuSession',
      tag,
      summary: 'End the session of an AU that does not end by itself',
      description:
        'It is abandoned; what the AU still says is refused. Without one nothing happens.',
      access: { scope: 'study:write' },
      params: Params,
      answers: { 204: null },
      handle: async ({ caller, params }) => {
        await database.tenant(caller.tenantId, async (db) => {
          const { registration } = await registrationOf(db, params);
          await audit(db, {
            actor: caller.name,
            action: 'course_registration.session_abandoned',
            subject: { type: 'course_registration', id: registration.id },
            detail: {},
          });
          await abandonOpen(db, registration.id, { lrsStore, publicUrl });
        });
        return { status: 204 };
      },
    }),
  ];
}

async function structureOf(db: TenantDb, courseId: string): Promise<XapiStructure> {
  const { structure } = await getCourse(db, courseId);
  if (isXapiStructure(structure)) return structure;
  throw new Problem(409, 'conflict', { detail: 'Courses of this kind have no registrations.' });
}

async function registrationOf(
  db: TenantDb,
  { courseId, registrationId }: { courseId: string; registrationId: string },
) {
  const structure = await structureOf(db, courseId);
  const registration = await findRegistration(db, registrationId);
  if (registration?.courseId === courseId) return { registration, structure };
  throw new Problem(404, 'not_found', { detail: 'There is no such registration.' });
}
