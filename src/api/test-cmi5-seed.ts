import { insertTestCourse, testAu, testStructure } from '../scorm/cmi5/testing/test-course.ts';
import type { TestHub } from './test-hub.ts';

type Call = (method: string, path: string, body?: unknown) => Promise<{ id: string }>;

/** cmi5 courses of the test hub's tenant, and who takes them. */
export function createCmi5Seed({ hub, tenantId }: TestHub, call: Call) {
  const auId = testAu('one').id;
  const cmi5 = {
    auId,
    course: () =>
      hub.database.tenant(tenantId, (db) =>
        insertTestCourse(db, testStructure(testAu('one'), testAu('two'))),
      ),
    registration: async () => {
      const courseId = await cmi5.course();
      const { id: personId } = await call('POST', '/v1/people', { displayName: 'Ada' });
      const path = `/v1/courses/${courseId}/registrations`;
      const { id: registrationId } = await call('POST', path, { personId });
      return { courseId, registrationId };
    },
  };
  return cmi5;
}
