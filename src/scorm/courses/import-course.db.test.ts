import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import { openBlobs } from '../../platform/blobs/open-blobs.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { testDatabase, testTenant } from '../../platform/database/test-database.ts';
import { forgeZip } from '../../platform/zip/zip-forgery.ts';
import { createCourseImporter } from './import-course.ts';

const MANIFEST = `<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"><metadata><schemaversion>1.2</schemaversion></metadata>
<organizations><organization identifier="o"><title>Golf</title><item identifier="i" identifierref="r"/></organization></organizations>
<resources><resource identifier="r" href="index.html"/></resources></manifest>`;
const FILES = 100;

describe('the import of a course', function () {
  this.timeout(60_000);
  let folder: string;
  let database: Database;
  let blobs: Blobs;
  let tenantId: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-course-'));
    database = await testDatabase();
    tenantId = await testTenant(database);
    blobs = await openBlobs(join(folder, 'blobs'), join(folder, 'spool'));
    await writeFile(
      join(folder, 'course.zip'),
      forgeZip([
        { name: 'imsmanifest.xml', content: MANIFEST },
        { name: 'index.html', content: 'x' },
        ...Array.from({ length: FILES - 2 }, (_, n) => ({ name: `${n}.txt`, content: `${n}` })),
      ]),
    );
  });
  after(async () => {
    await blobs.close();
    await rm(folder, { recursive: true });
  });

  const kept = async (courseId: string) => {
    const found = await readdir(join(folder, 'blobs'), { recursive: true });
    return found.filter((name) => name.endsWith(courseId)).length;
  };

  async function attempt(
    number: number,
    changes: { importId: string; signal?: AbortSignal; onProgress?: () => Promise<void> },
  ) {
    const workDir = join(folder, uuidv7());
    await mkdir(workDir);
    return createCourseImporter({ database, blobs }).unpack({
      path: join(folder, 'course.zip'),
      fileName: 'course.zip',
      workDir,
      tenantId,
      importedAt: 1_700_000_000_000,
      fileHash: changes.importId,
      attempt: number,
      signal: new AbortController().signal,
      onProgress: async () => undefined,
      ...changes,
    });
  }

  /** The same attempt again has the same id. */
  async function expectNothingKept(importId: string) {
    const found = await readdir(join(folder, 'blobs'), { recursive: true });
    const { courseId } = await attempt(1, { importId });
    expect(found.filter((name) => name.endsWith(courseId))).deep.equal([]);
    expect(await kept(courseId)).equal(FILES);
  }

  it('that was killed leaves nothing once it has been tried again', async () => {
    const importId = uuidv7();
    const killed = await attempt(1, { importId });
    expect(await kept(killed.courseId)).equal(FILES);
    const second = await attempt(2, { importId });
    expect(second.courseId).not.equal(killed.courseId);
    expect(await kept(killed.courseId)).equal(0);
    expect(await kept(second.courseId)).equal(FILES);
  });

  it('that has succeeded is not begun again', async () => {
    const importId = uuidv7();
    const first = await attempt(1, { importId });
    await database.tenant(tenantId, (db) => first.store(db));
    const second = await attempt(2, { importId });
    expect(second).include({ courseId: first.courseId, isNew: false, files: FILES });
    expect(await kept(first.courseId)).equal(FILES);
  });

  it('that is stopped in the midst leaves nothing', async () => {
    const controller = new AbortController();
    let done = 0;
    const onProgress = async () => {
      done += 1;
      controller.abort(new Error('enough'));
    };
    const importId = uuidv7();
    const error = await attempt(1, { importId, signal: controller.signal, onProgress }).catch(
      (reason) => reason,
    );
    expect(error).include({ message: 'enough' });
    expect(done).equal(1);
    await expectNothingKept(importId);
  });

  it('whose files cannot be kept leaves none of them', async () => {
    const importId = uuidv7();
    const onProgress = async () => {
      throw new Error('the database is gone');
    };
    const error = await attempt(1, { importId, onProgress }).catch((reason) => reason);
    expect(error).include({ message: 'the database is gone' });
    await expectNothingKept(importId);
  });
});
