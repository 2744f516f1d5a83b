import type { MakeExample } from './test-example.ts';

/** Of the operations on imported courses. */
export const courseExamples: Record<string, MakeExample> = {
  listCourses: async ({ cmi5 }) => {
    await cmi5.course();
    return { query: { limit: '5' }, status: 200 };
  },
  launchCourse: async ({ cmi5, person }) => ({
    params: { courseId: await cmi5.course() },
    body: { personId: await person() },
    status: 201,
  }),
  getCourse: async ({ cmi5 }) => ({ params: { courseId: await cmi5.course() }, status: 200 }),
  updateCourse: async ({ cmi5 }) => ({
    params: { courseId: await cmi5.course() },
    body: { title: 'Renamed' },
    status: 200,
  }),
  deleteCourse: async ({ cmi5 }) => ({ params: { courseId: await cmi5.course() }, status: 204 }),
};
