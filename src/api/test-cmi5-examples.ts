import type { MakeExample } from './test-example.ts';

/** Of the operations on registrations in cmi5 courses. */
export const cmi5Examples: Record<string, MakeExample> = {
  listCourseRegistrations: async ({ cmi5 }) => {
    const { courseId } = await cmi5.registration();
    return { params: { courseId }, query: { limit: '5' }, status: 200 };
  },
  createCourseRegistration: async ({ cmi5, person }) => ({
    params: { courseId: await cmi5.course() },
    body: { personId: await person() },
    status: 201,
  }),
  getCourseRegistration: async ({ cmi5 }) => ({
    params: await cmi5.registration(),
    status: 200,
  }),
  waiveAu: async ({ cmi5 }) => ({
    params: await cmi5.registration(),
    body: { auId: cmi5.auId, reason: 'Tested Out' },
    status: 200,
  }),
  abandonAuSession: async ({ cmi5 }) => ({ params: await cmi5.registration(), status: 204 }),
};
