import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import { insertCourse } from '../../courses/course.store.ts';
import type { Cmi5Au, Cmi5Block, CourseStructure } from '../../courses/course-structure.ts';

const PUBLISHER = 'https://publisher.example/courses/1';

/** An AU of the publisher's; `name` is the last part of its id and its page. */
export function testAu(name: string, given: Partial<Cmi5Au> = {}): Cmi5Au {
  return {
    type: 'au',
    id: `${PUBLISHER}/${name}`,
    title: { en: name },
    description: { en: `About ${name}` },
    objectiveIds: [],
    target: { path: `${name}.html`, suffix: '' },
    launchMethod: 'AnyWindow',
    moveOn: 'CompletedOrPassed',
    masteryScore: null,
    launchParameters: null,
    entitlementKey: null,
    activityType: null,
    ...given,
  };
}

export function testBlock(name: string, children: Cmi5Block['children']): Cmi5Block {
  return {
    type: 'block',
    id: `${PUBLISHER}/${name}`,
    title: { en: name },
    description: {},
    objectiveIds: [],
    children,
  };
}

export function testStructure(...children: Cmi5Block['children']) {
  return {
    kind: 'cmi5',
    id: PUBLISHER,
    title: { en: 'Course' },
    description: {},
    objectives: [],
    children,
  } satisfies CourseStructure;
}

/** @returns its id */
export async function insertTestCourse(db: TenantDb, structure: CourseStructure): Promise<string> {
  const id = uuidv7();
  const names = { title: 'Course', description: null, language: 'en', fileName: 'course.zip' };
  const course = { id, kind: structure.kind, ...names, structure, warnings: [], fileHash: id };
  await insertCourse(db, course, []);
  return id;
}
