import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ForgedEntry, forgeZip } from '../../platform/zip/zip-forgery.ts';
import { openPackage } from './open-package.ts';

const page = { name: 'index.html', content: '<p>Golf' };
const manifest = {
  name: 'imsmanifest.xml',
  content: `<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><metadata><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations><organization identifier="o"><item identifier="i" identifierref="r"/></organization></organizations>
<resources><resource identifier="r" href="index.html"/></resources></manifest>`,
};
const texts =
  '<title><langstring>T</langstring></title><description><langstring>D</langstring></description>';
const cmi5 = {
  name: 'cmi5.xml',
  content: `<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"><course id="urn:c">${texts}</course><au id="urn:a">${texts}<url>index.html</url></au></courseStructure>`,
};
const tincan = {
  name: 'tincan.xml',
  content:
    '<tincan><activities><activity id="urn:a" type="urn:t"><launch>index.html</launch></activity></activities></tincan>',
};
const aicc = [
  { name: 'golf.crs', content: '[Course]\nCourse_ID=g\nCourse_Title=Golf' },
  { name: 'GOLF.AU', content: 'System_ID,File_Name\nA1,index.html' },
  { name: 'golf.des', content: 'System_ID,Title\nA1,Play' },
];
const inFolder = (entries: ForgedEntry[]) =>
  entries.map((entry) => ({ ...entry, name: `golf/${entry.name}` }));

describe('a package', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'open-package-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function open(content: Buffer | string, fileName = 'My course.zip') {
    const path = join(folder, 'upload');
    await writeFile(path, content);
    const { course, content: files, close } = await openPackage(path, fileName);
    await close();
    return { ...course, paths: [...files.values()] };
  }

  const kinds: [kind: string, title: string, entries: ForgedEntry[]][] = [
    ['scorm2004', 'My course', [manifest, page]],
    ['cmi5', 'T', [cmi5, page]],
    ['tincan', 'urn:a', [tincan, page]],
    ['aicc', 'Golf', [...aicc, page]],
  ];
  for (const [kind, title, entries] of kinds) {
    it(`of ${kind} is one course with all its files`, async () => {
      const course = await open(forgeZip(entries));
      expect(course).include({ kind, title, files: entries.length });
      expect(course.paths).deep.equal(entries.map(({ name }) => name));
    });
  }
  for (const [kind, title, entries] of kinds.filter(([name]) => name !== 'cmi5')) {
    it(`of ${kind} in a folder is the same course`, async () => {
      const course = await open(forgeZip(inFolder(entries)));
      expect(course).include({ kind, title });
      expect(course.paths).deep.equal(entries.map(({ name }) => name));
      expect(course.warnings).length(1);
    });
  }

  it('with 64-bit sizes is read', async () => {
    const entries = [cmi5, page].map((entry) => ({ ...entry, zip64: true }));
    expect(await open(forgeZip(entries))).include({ kind: 'cmi5', files: 2 });
  });

  it('is cmi5 where it is SCORM too', async () => {
    expect(await open(forgeZip([manifest, cmi5, page]))).include({ kind: 'cmi5', files: 3 });
  });

  it('of cmi5 may be its course structure alone', async () => {
    const absolute = cmi5.content.replace('index.html', 'https://example.com/');
    expect(await open(absolute)).deep.include({ kind: 'cmi5', files: 0, paths: [] });
  });

  it('that is no zip is not read beyond the largest description', async () => {
    const path = join(folder, 'large.xml');
    await writeFile(path, cmi5.content);
    await truncate(path, 3 * 1024 ** 3);
    const error = await openPackage(path, 'large.xml').catch((reason) => reason);
    expect(error).include({ code: 'too_large' });
  });

  it('of AICC without its units is refused', async () => {
    const [course, , descriptors] = aicc;
    const error = await open(
      forgeZip([course, descriptors, page].filter((entry) => entry !== undefined)),
    ).catch((reason) => reason);
    expect(error).include({ code: 'invalid_aicc' });
    expect(error.message).match(/no \.au file/);
  });
});
