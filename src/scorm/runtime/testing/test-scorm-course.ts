import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { TestHub } from '../../../api/test-hub.ts';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import { insertCourse } from '../../courses/course.store.ts';
import type { CourseStructure, Scorm12Item } from '../../courses/course-structure.ts';

export const PAGE = '<!doctype html><p>Putting';

export function testItem(identifier: string, given: Partial<Scorm12Item> = {}): Scorm12Item {
  return {
    identifier,
    title: `Item ${identifier}`,
    isVisible: true,
    resource: {
      identifier: `${identifier}-resource`,
      scormType: 'sco',
      target: { path: 'Putting/index.html', suffix: '?a=1' },
    },
    timeLimitAction: null,
    dataFromLMS: null,
    prerequisites: null,
    maxTimeAllowed: null,
    masteryScore: null,
    children: [],
    ...given,
  };
}

export function testScorm12(...children: Scorm12Item[]): CourseStructure {
  return {
    kind: 'scorm12',
    identifier: 'm',
    version: null,
    organization: testItem('root', { resource: null, children }),
  };
}

/** With one page; answers its id. */
export async function addTestCourse(
  { hub, tenantId }: Pick<TestHub, 'hub' | 'tenantId'>,
  structure: CourseStructure,
): Promise<string> {
  const id = uuidv7();
  await hub.blobs.put({ tenantId, jobId: id }, Readable.from([Buffer.from(PAGE)]));
  const names = { title: 'Putting', description: null, language: 'en', fileName: 'course.zip' };
  const sha256 = createHash('sha256').update(PAGE).digest('hex');
  const file = { path: 'Putting/index.html', sha256, mime: 'text/html', bytes: PAGE.length };
  await hub.database.tenant(tenantId, (db) =>
    insertCourse(
      db,
      { id, kind: structure.kind, ...names, structure, warnings: [], fileHash: id },
      [file],
    ),
  );
  return id;
}
