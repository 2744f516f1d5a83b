import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { validateManifest, writeDriver } from './manifest-schema.ts';
import { type OpenedPackage, openPackage } from './opened-package.ts';
import { exportSample, type SamplePackage } from './sample-package.ts';

const samples: [string, SamplePackage][] = [
  ['study', { mode: 'study' }],
  ['test with a mastery score', { mode: 'test', masteryScore: 0.855 }],
  ['title of markup', { title: 'Acme & Co %  <b>"x"</b> ]]> \u0001' }],
  ['title in Arabic and emoji', { title: 'عواصم 🌍\ud800' }],
  ['title of a thousand characters', { title: '00 '.repeat(333) }],
];

const chapters = [
  { id: 'a', title: 'A & b', items: ['read', 'france', 'spain'] },
  { id: 'b', title: 'B', items: ['italy', 'peru', 'bolivia'] },
];
const divided: SamplePackage = { structure: 'chapters', chapters, sequencing: 'linear' };
samples.push(['linear course', divided]);
for (const format of ['scorm2004-3', 'scorm2004-4'] as const) {
  samples.push([`test as ${format}`, { format, mode: 'test', masteryScore: 0.8 }]);
  const pretest = { pretest: 2, rollup: 'score', masteryScore: 0.8 } as const;
  samples.push([`linear course with a pretest as ${format}`, { ...divided, ...pretest, format }]);
}

describe('SCORM manifests against the schemas in their own packages', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scorm-schema-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function withPackage(sample: SamplePackage, use: (opened: OpenedPackage) => Promise<void>) {
    const zipPath = join(folder, 'package.zip');
    await exportSample(zipPath, sample);
    const opened = await openPackage(zipPath);
    try {
      await writeDriver(opened);
      await use(opened);
    } finally {
      await opened.close();
    }
  }

  for (const [name, sample] of samples) {
    it(`${name}: libxml2-wasm finds it valid`, () =>
      withPackage(sample, async (opened) => {
        expect(() => validateManifest(opened, opened.manifest)).not.to.throw();
      }));

    // A second opinion, where Debian's libxml2-utils happens to be installed.
    const withXmllint = spawnSync('xmllint', ['--version']).error ? () => undefined : it;
    withXmllint(`${name}: xmllint finds it valid`, () =>
      withPackage(sample, async (opened) => {
        const args = ['--noout', '--nonet', '--schema', 'driver.xsd', 'imsmanifest.xml'];
        const { status, stderr } = spawnSync('xmllint', args, {
          cwd: opened.folder,
          encoding: 'utf8',
        });
        expect(status, stderr).to.equal(0);
      }),
    );
  }

  // libxml2-wasm refuses the schema as not deterministic, xmllint only says so.
  const withXmllint = spawnSync('xmllint', ['--version']).error ? () => undefined : it;
  withXmllint('metadata of SCORM 1.2: xmllint finds it valid', () =>
    withPackage(divided, async ({ folder: cwd }) => {
      const args = ['--noout', '--nonet', '--schema', 'imsmd_rootv1p2p1.xsd', 'metadata.xml'];
      const { status, stderr } = spawnSync('xmllint', args, { cwd, encoding: 'utf8' });
      expect(status, stderr).to.equal(0);
    }),
  );

  it('a manifest that breaks the schema is found out', () =>
    withPackage({}, async (opened) => {
      const broken = opened.manifest.replace('<schemaversion>', '<x/><schemaversion>');
      expect(() => validateManifest(opened, broken)).to.throw(/schemaversion|x/);
    }));

  it('every file is listed and every listed file is there', () =>
    withPackage({}, async ({ folder: root, manifest }) => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const files = entries
        .filter((entry) => entry.isFile() && !/^(driver\.xsd|imsmanifest\.xml)$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
      const listed = [...manifest.matchAll(/<file href="([^"]*)"/g)].map(([, href = '']) =>
        decodeURIComponent(href),
      );
      expect(listed.sort()).to.deep.equal(files.sort());
    }));
});
