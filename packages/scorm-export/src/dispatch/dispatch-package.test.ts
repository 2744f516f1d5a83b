import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { openManifestSchema } from '../../test/manifest-schema.ts';
import { nastyTitles } from '../../test/nasty-titles.ts';
import { type DispatchPackage, dispatchFormats, writeDispatchPackage } from './dispatch-package.ts';

const DISPATCH: DispatchPackage = {
  format: 'scorm12',
  id: '0198c0de-0000-7000-8000-000000000001',
  title: 'Capitals',
  language: 'en',
  mode: 'test',
  masteryScore: 0.8,
  launchUrl: 'https://hub.example/dispatch/launches',
  token: '0198c0de~abc.def',
};
const schemaVersions = {
  scorm12: '1.2',
  'scorm2004-3': '2004-3',
  'scorm2004-4': '2004-4',
} as const;
/** With the SCORM schemas left out, which every package has to carry. */
const SHELL_BYTES = 10 * 1024;

describe('package of a dispatch', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dispatch-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function written(changes: Partial<DispatchPackage>) {
    const path = join(folder, 'dispatch.zip');
    await writeDispatchPackage({ ...DISPATCH, ...changes }, path);
    const zip = new AdmZip(path);
    const text = (name: string) => zip.readAsText(name);
    return { bytes: readFileSync(path), zip, text };
  }

  for (const format of dispatchFormats) {
    it(`${format}: is a shell of at most 10 kB without its schemas`, async () => {
      const { zip } = await written({ format });
      const own = zip.getEntries().filter(({ name }) => !/\.(xsd|dtd)$/.test(name));
      // Local header, central header and the name in both, beside the data.
      const sizes = own.map(({ header, name }) => header.compressedSize + 76 + 2 * name.length);
      expect(sizes.reduce((sum, size) => sum + size, 22)).to.be.at.most(SHELL_BYTES);
    });

    it(`${format}: is valid and safe with any title`, async () => {
      const schema = openManifestSchema(schemaVersions[format]);
      try {
        for (const title of nastyTitles) {
          const { text } = await written({ format, title });
          schema.validate(text('imsmanifest.xml'));
          expect(text('index.html')).not.to.match(/<title>[^<]*<(?!\/title)/);
        }
      } finally {
        schema.close();
      }
    });

    it(`${format}: the same dispatch gives the same bytes`, async () => {
      const [first, second] = [await written({ format }), await written({ format })];
      expect(first.bytes.equals(second.bytes)).to.equal(true);
    });
  }

  it('tells the shell where to ask, for what, and how it is scored', async () => {
    const { text } = await written({ format: 'scorm2004-3' });
    const script = /<script src="shell.js"([^>]*)>/.exec(text('index.html'))?.[1];
    for (const attribute of [
      'data-tracking="scorm2004"',
      'data-edition="3"',
      `data-launch="${DISPATCH.launchUrl}"`,
      `data-dispatch="${DISPATCH.token}"`,
      'data-mode="test"',
      'data-mastery="0.8"',
    ]) {
      expect(script).to.include(attribute);
    }
    expect(text('imsmanifest.xml')).to.include('<imsss:minNormalizedMeasure>0.8<');
  });

  it('names every file that it has', async () => {
    const { zip, text } = await written({});
    const named = [...text('imsmanifest.xml').matchAll(/<file href="([^"]*)"/g)].map(
      ([, name]) => name,
    );
    const there = zip.getEntries().map(({ entryName }) => entryName);
    expect(named.sort()).to.deep.equal(there.filter((name) => name !== 'imsmanifest.xml').sort());
  });
});
