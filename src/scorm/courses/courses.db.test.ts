import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { startTestHub, type TestAnswer, type TestHub } from '../../api/test-hub.ts';
import type { ImportReport } from '../../core/decks/importing/import-report.ts';
import { forgeZip } from '../../platform/zip/zip-forgery.ts';
import { findCourse, findCourseFile } from './course.store.ts';
import type { CourseStructure } from './course-structure.ts';

const GOLF = new URL('../../../../shared/inputs/scorm/', import.meta.url).pathname;

interface ImportView {
  id: string;
  kind: string;
  status: string;
  report: ImportReport;
  error: { code: string; detail: string } | null;
}

const MANIFEST = `<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"><metadata><schemaversion>1.2</schemaversion></metadata>
<organizations><organization identifier="o"><title>Putting</title><item identifier="i" identifierref="r"/></organization></organizations>
<resources><resource identifier="r" href="index.html"/></resources></manifest>`;
/** Another package each time. */
const sound = (text: string) =>
  forgeZip([
    { name: 'imsmanifest.xml', content: MANIFEST },
    { name: 'index.html', content: text },
    { name: 'Same.html', content: text },
  ]);
const XML = (url: string) =>
  `<?xml version="1.0"?><courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
<course id="urn:c"><title><langstring>Web</langstring></title><description><langstring>x</langstring></description></course>
<au id="urn:a"><title><langstring>A</langstring></title><description><langstring>x</langstring></description><url>${url}</url></au></courseStructure>`;

describe('courses', function () {
  this.timeout(60_000);
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub();
  });
  after(() => hub.close());

  function upload(
    fileName: string,
    content: BlobPart,
    fields: Record<string, string> = {},
  ): Promise<TestAnswer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([content]), fileName);
    return hub.request('POST', '/v1/imports', { body: form });
  }

  async function imported(
    fileName: string,
    content: BlobPart,
    fields?: Record<string, string>,
  ): Promise<ImportView> {
    const answer = await upload(fileName, content, fields);
    expect(answer.status, answer.text).equal(202);
    let view = answer.body as ImportView;
    while (view.status === 'queued' || view.status === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 20));
      view = (await hub.request('GET', `/v1/imports/${view.id}`)).body as ImportView;
    }
    return view;
  }

  const courseOf = async (courseId: string | undefined) =>
    (await hub.request('GET', `/v1/courses/${courseId}`)).body as {
      title: string;
      kind: string;
      files: number;
      warnings: object[];
      structure: CourseStructure;
    };

  /** Names of the blobs that belong to a course or an import. */
  async function blobNames(): Promise<string[]> {
    const folder = join(hub.hub.config.DATA_DIR, 'blobs');
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    return found.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  const golf: [file: string, kind: string, title: string, files: number][] = [
    ['golf-singlesco_scorm12.zip', 'scorm12', 'Golf Explained - CP Single SCO', 46],
    ['golf-singlescobasic.zip', 'scorm12', 'Golf Explained - Run-time Basic Calls', 46],
    [
      'golf-RuntimeMinimumCalls_SCORM12.zip',
      'scorm12',
      'Golf Explained - Minimum Run-time Calls',
      44,
    ],
    [
      'golf-RuntimeBasicCalls_SCORM20043rdEdition.zip',
      'scorm2004',
      'Golf Explained - Run-time Basic Calls',
      69,
    ],
  ];
  for (const [file, kind, title, files] of golf) {
    it(`come in from ${file}`, async () => {
      const { report, ...view } = await imported(file, await readFile(join(GOLF, file)));
      expect(view).include({ kind: 'course', status: 'succeeded' });
      expect(report.media.new).equal(files);
      expect(report.problems).deep.equal([]);
      expect(await courseOf(report.courseId)).include({ kind, title, files });
    });
  }

  it('come in without an organization, and say so', async () => {
    const file = 'golf-singlescobasic_missingorg.zip';
    const { status, report } = await imported(file, await readFile(join(GOLF, file)));
    expect(status).equal('succeeded');
    expect(report.problems).length(1);
    expect(report.problems[0]).include({ at: 'imsmanifest.xml', severity: 'warning' });
    expect(report.problems[0]?.reason).match(/no organization/);
    const { title, warnings } = await courseOf(report.courseId);
    expect([title, warnings.length]).deep.equal(['golf-singlescobasic_missingorg', 1]);
  });

  it('make a deck of their pages where that is asked for, once', async () => {
    const file = 'golf-RuntimeMinimumCalls_SCORM12.zip';
    const pages = async () =>
      (await imported(file, await readFile(join(GOLF, file)), { pages: 'deck' })).report;
    const first = await pages();
    expect(first.deckIds).length(1);
    expect(first.notes).include({ failed: 0 });
    const { body } = await hub.request('GET', `/v1/decks/${first.deckIds[0]}/atoms?limit=50`);
    const { data } = body as { data: { title: string; kind: string; plainText: string }[] };
    expect(data).length(first.notes.new);
    expect(data.map(({ title }) => title)).include.members(['How to Play', 'The Rules of Golf']);
    expect(new Set(data.map(({ kind }) => kind))).deep.equal(new Set(['text']));
    const again = await pages();
    expect(again.notes).include({ new: 0, updated: 0, unchanged: first.notes.new });
    expect(again.courseId).equal(first.courseId);
  });

  it('keep each file as the package has it, found in whatever case', async () => {
    const { report } = await imported('files.zip', sound('keep'));
    const courseId = report.courseId ?? '';
    const file = await hub.hub.database.read(hub.tenantId, (db) =>
      findCourseFile(db, courseId, 'same.HTML'),
    );
    expect(file).deep.equal({
      path: 'Same.html',
      sha256: createHash('sha256').update('keep').digest('hex'),
      mime: 'text/html',
      bytes: 4,
    });
    const owner = { tenantId: hub.tenantId, jobId: courseId };
    const content = await hub.hub.blobs.get(owner, file?.sha256 ?? '');
    expect(Buffer.concat(await content.toArray()).toString()).equal('keep');
  });

  it('come in from a cmi5 course structure without a package', async () => {
    const { status, report } = await imported('web.xml', XML('https://example.com/au'));
    expect(status).equal('succeeded');
    expect(await courseOf(report.courseId)).include({ kind: 'cmi5', title: 'Web', files: 0 });
  });

  it('are the same when the same package comes again', async () => {
    const first = await imported('one.zip', sound('again'));
    const before = await blobNames();
    const second = await imported('two.zip', sound('again'));
    expect(second.report).deep.include({ courseId: first.report.courseId });
    expect(second.report.media).include({ new: 0, unchanged: 3 });
    // The upload itself is kept for some days.
    const added = (await blobNames()).filter((name) => !before.includes(name));
    expect(added).length(1);
    expect(added[0]).include(second.id);
  });

  it('are the same when the same package comes twice at once', async () => {
    const both = await Promise.all([
      imported('a.zip', sound('twice')),
      imported('b.zip', sound('twice')),
    ]);
    expect(both.map(({ status }) => status)).deep.equal(['succeeded', 'succeeded']);
    expect(both[0].report.courseId).equal(both[1].report.courseId);
  });

  it('are refused at once where their description is hostile, and nothing is kept', async () => {
    const before = await blobNames();
    for (const [code, content] of [
      ['unsafe_name', forgeZip([{ name: 'imsmanifest.xml', content: MANIFEST }, { name: '../x' }])],
      [
        'document_type',
        forgeZip([{ name: 'imsmanifest.xml', content: `<!DOCTYPE m>${MANIFEST}` }]),
      ],
      ['nothing_to_launch', forgeZip([{ name: 'imsmanifest.xml', content: MANIFEST }])],
      ['invalid_cmi5', XML('relative.html')],
    ] as const) {
      const answer = await upload('course.zip', content);
      expect(answer.status, answer.text).equal(422);
      expect(answer.body).include({ code });
    }
    expect(await blobNames()).deep.equal(before);
    expect(await readdir(hub.hub.workFolder)).deep.equal([]);
  });

  it('fail where a file turns out to lie, and nothing of them is kept', async () => {
    const liar = forgeZip([
      { name: 'imsmanifest.xml', content: MANIFEST },
      { name: 'index.html', content: 'x' },
      ...Array.from({ length: 40 }, (_, n) => ({ name: `${n}.js`, content: `${n}` })),
      { name: 'z.js', content: 'z', declaredCrc: 1 },
    ]);
    const before = await blobNames();
    const { id, status, error, report } = await imported('liar.zip', liar);
    expect(status).equal('failed');
    expect(error).include({ code: 'checksum_mismatch' });
    expect(report.courseId).equal(undefined);
    const added = (await blobNames()).filter((name) => !before.includes(name));
    expect(added.filter((name) => !name.includes(id))).deep.equal([]);
    expect(await readdir(hub.hub.workFolder)).deep.equal([]);
  });

  it('are found by kind and by a part of their title', async () => {
    await imported('found.zip', sound('found'));
    for (const [query, kind] of [
      ['q=PUTT', 'scorm12'],
      ['kind=cmi5', 'cmi5'],
    ]) {
      const { body } = await hub.request('GET', `/v1/courses?${query}`);
      const { data } = body as { data: { kind: string }[] };
      expect(new Set(data.map((course) => course.kind))).deep.equal(new Set([kind]));
    }
  });

  it('are renamed by whoever has the version that they are of', async () => {
    const { report } = await imported('rename.zip', sound('rename'));
    const path = `/v1/courses/${report.courseId}`;
    const headers = { 'If-Match': '"1"' };
    const renamed = await hub.request('PATCH', path, { body: { title: 'Chipping' }, headers });
    expect(renamed.body).include({ title: 'Chipping', version: 2 });
    const late = await hub.request('PATCH', path, { body: { title: 'Driving' }, headers });
    expect(late.status).equal(412);
    expect(await courseOf(report.courseId)).include({ title: 'Chipping' });
  });

  it('are gone when they are deleted, with their content', async () => {
    const { report } = await imported('delete.zip', sound('delete'));
    const courseId = report.courseId ?? '';
    const path = `/v1/courses/${courseId}`;
    expect((await hub.request('DELETE', path)).status).equal(204);
    expect((await hub.request('GET', path)).status).equal(404);
    expect((await hub.request('DELETE', path)).status).equal(404);
    for (;;) {
      if (!(await blobNames()).some((name) => name.includes(courseId))) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const again = await imported('delete.zip', sound('delete'));
    expect(again.report.courseId).not.equal(courseId);
    const found = await hub.hub.database.read(hub.tenantId, (db) =>
      findCourse(db, again.report.courseId ?? ''),
    );
    expect(found?.fileName).equal('delete.zip');
  });
});
