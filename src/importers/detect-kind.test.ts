import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import iconv from 'iconv-lite';
import { forgeZip } from '../platform/zip/zip-forgery.ts';
import { detectKind } from './detect-kind.ts';

const INPUTS = new URL('../../../shared/inputs/', import.meta.url).pathname;

describe('detectKind', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'detect-kind-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function detect(content: string | Buffer): Promise<string> {
    const path = join(folder, 'misleading.png');
    await writeFile(path, content);
    return detectKind(path).catch((error) => error.code);
  }

  const zip = (...names: string[]) => forgeZip(names.map((name) => ({ name, content: 'x' })));
  const pixels = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(3000)]);
  const cases: [title: string, kind: string, content: string | Buffer][] = [
    ['a legacy Anki package', 'apkg', zip('collection.anki2', 'media')],
    ['a modern Anki package', 'apkg', zip('meta', 'collection.anki21b', 'collection.anki2')],
    ['a workbook', 'xlsx', zip('[Content_Types].xml', 'xl/workbook.xml')],
    ['a document', 'json', ' {\n "format": "crosswalk-deck/1"}'],
    ['a document in UTF-16', 'json', iconv.encode('{"decks": []}', 'utf-16le', { addBOM: true })],
    ['a table', 'csv', 'front,back\na,b\n'],
    ['a table that starts with a cloze', 'csv', '{{c1::Paris}};x\n'],
    ['a table in Shift_JIS', 'csv', iconv.encode('犬,いぬ\n猫,ねこ\n', 'shift_jis')],
    ['a table that starts with PK', 'csv', 'PK,Pakistan\nPL,Poland\n'],
    ['an empty file', 'csv', ''],
    ['a SCORM package', 'course', zip('imsmanifest.xml', 'index.html')],
    ['a SCORM package in a folder', 'course', zip('golf/imsmanifest.xml', 'golf/index.html')],
    ['a cmi5 package', 'course', zip('cmi5.xml')],
    ['an xAPI package', 'course', zip('tincan.xml', 'index.html')],
    ['an AICC package', 'course', zip('golf.crs', 'golf.au', 'golf.des', 'golf.cst')],
    [
      'a cmi5 course structure',
      'course',
      '<?xml version="1.0"?>\n<!-- x -->\n<courseStructure xmlns="x"><course/></courseStructure>',
    ],
    ['any other zip', 'unknown_kind', zip('readme.txt', 'sub/collection.anki2')],
    ['an empty zip', 'unknown_kind', forgeZip([])],
    ['a hostile zip', 'unsafe_name', zip('collection.anki2', '../x')],
    ['a truncated zip', 'damaged_zip', zip('collection.anki2').subarray(0, 50)],
    ['a picture', 'unknown_kind', pixels],
    ['compressed data', 'unknown_kind', gzipSync(randomBytes(3000))],
    ['random bytes', 'unknown_kind', randomBytes(5000)],
    ['a web page', 'unknown_kind', '<!DOCTYPE html><p>x'],
    ['an XML file', 'unknown_kind', '<?xml version="1.0"?><a/>'],
    ['a JSON array', 'unknown_kind', '[{"a": 1}]'],
  ];
  for (const [title, kind, content] of cases) {
    it(`${title} -> ${kind}`, async () => {
      expect(await detect(content)).equal(kind);
    });
  }

  it('tells what the real inputs are', async () => {
    const kinds: Record<string, string> = { anki: 'apkg', csv: 'csv', scorm: 'course' };
    for (const [name, kind] of Object.entries(kinds)) {
      for (const file of await readdir(join(INPUTS, name))) {
        const found = await detectKind(join(INPUTS, name, file)).catch((error) => error.code);
        expect(found, file).equal(kind);
      }
    }
  });
});
