import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import iconv from 'iconv-lite';
import type { ImportBatch, ImportOptions } from '../import-source.ts';
import { inspectJson, readJson } from './json-reader.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');

describe('JSON reader', () => {
  let folder: string;
  let workDir: string;
  let options: ImportOptions;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'json-reader-'));
    workDir = await mkdtemp(join(folder, 'work-'));
    options = { fileName: 'deck.json', scheduling: 'keep', workDir };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const deck = { key: 'd', path: ['Deck'] };
  const card = (key: string) => ({
    key,
    deck: 'd',
    body: { type: 'flashcard', front: 'a', back: 'b' },
  });
  const document = (other: object = {}) => ({
    format: 'crosswalk-deck/1',
    decks: [deck],
    atoms: [card('1')],
    ...other,
  });

  async function read(content: string | Buffer | object) {
    const path = join(folder, 'upload');
    const isText = typeof content === 'string' || Buffer.isBuffer(content);
    await writeFile(path, isText ? content : JSON.stringify(content));
    const { totals } = await inspectJson(path, options);
    const batches: ImportBatch[] = [];
    for await (const batch of readJson(path, options)) batches.push(batch);
    return { totals, batches };
  }

  async function refusal(content: string | Buffer | object) {
    const error = await read(content).catch((reason) => reason);
    expect(error).include({ name: 'ImportRefusedError' });
    expect(await readdir(workDir)).deep.equal([]);
    return error;
  }

  it('sends decks, note types, media, atoms and relations in this order', async () => {
    const noteType = {
      key: 'n',
      name: 'Basic',
      kind: 'standard',
      fields: ['F', 'B'],
      templates: [
        { name: '1', front: '{{F}}', back: '{{B}}' },
        { name: '2', front: '{{B}}', back: '{{F}}' },
      ],
    };
    const atoms = [
      card('1'),
      { key: '2', deck: 'd', body: { type: 'note', noteType: 'n', fields: ['a', 'b'] }, at: 'x' },
      { key: '3', deck: 'd', body: { type: 'cloze', text: '{{c1::a}} {{c2::b}} {{c1::c}}' } },
    ];
    const relations = [{ from: '1', to: '2', kind: 'prerequisite' }];
    const media = [{ name: 'p.jpg', data: PNG.toString('base64') }];
    const { totals, batches } = await read(
      document({ noteTypes: [noteType], atoms, media, relations }),
    );
    expect(totals).deep.equal({ notes: 3, cards: 5, reviews: 0, media: 1 });
    const sha256 = createHash('sha256').update(PNG).digest('hex');
    const path = join(workDir, `${sha256}.png`);
    expect(batches).deep.equal([
      { type: 'decks', decks: [deck], noteTypes: [] },
      { type: 'decks', decks: [], noteTypes: [noteType] },
      {
        type: 'media',
        media: [{ name: 'p.jpg', path, sha256, bytes: PNG.length, mime: 'image/png' }],
      },
      { type: 'atoms', atoms: atoms.map((atom, index) => ({ at: `/atoms/${index}`, ...atom })) },
      { type: 'relations', relations },
    ]);
    expect(await readFile(path)).deep.equal(PNG);
  });

  it('sends 500 atoms at a time', async () => {
    const atoms = Array.from({ length: 1100 }, (_, index) => card(`${index}`));
    const { batches } = await read(document({ atoms }));
    expect(batches.map((batch) => (batch.type === 'atoms' ? batch.atoms.length : 0))).deep.equal([
      ...[0, 500, 500, 100],
    ]);
  });

  it('sanitises SVG, and reports media that cannot be taken', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script><g/></svg>';
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const { batches } = await read(
      document({
        media: [
          { name: 'ok.svg', data: base64(svg) },
          { name: 'broken.svg', data: base64('<svg xmlns="http://www.w3.org/2000/svg">') },
          { name: 'a.png', data: 'not base64!' },
          { name: 'b.png', data: base64('b'), sha256: '0'.repeat(64) },
          { name: '../../c.png' },
        ],
      }),
    );
    const media = batches.flatMap((batch) => (batch.type === 'media' ? batch.media : []));
    expect(media).length(1);
    expect(await readFile(media[0]?.path ?? '', 'utf8')).not.include('script');
    const problems = batches.flatMap((batch) => (batch.type === 'problems' ? batch.problems : []));
    expect(problems.map(({ at, severity }) => `${at} ${severity}`)).deep.equal([
      '/media/1 failed',
      '/media/2 failed',
      '/media/3 failed',
      '/media/4 warning',
    ]);
    expect(await readdir(workDir)).length(1);
  });

  it('reads UTF-16', async () => {
    const text = JSON.stringify(document());
    const { totals } = await read(iconv.encode(text, 'utf-16le', { addBOM: true }));
    expect(totals.notes).equal(1);
  });

  it('takes __proto__ keys as nothing', async () => {
    const source = '{"__proto__": {"polluted": 1}, "\\u005f_proto__": {"polluted": 2}, "kept": 1}';
    const text = JSON.stringify(document()).replace('"key":"1"', `"key":"1","source":${source}`);
    const { batches } = await read(text);
    const [atom] = batches.flatMap((batch) => (batch.type === 'atoms' ? batch.atoms : []));
    expect(Object.getOwnPropertyNames(atom?.source)).deep.equal(['kept']);
    expect({}).not.have.property('polluted');
  });

  it('removes what PostgreSQL cannot store, also from keys', async () => {
    const text = JSON.stringify(document()).replace(
      '"key":"1"',
      '"key":"1","title":"a\\u0000b\\ud800c\\ud83d\\ude00\\\\u0000\\n","source":{"\\u0001k":1}',
    );
    const { batches } = await read(text);
    const [atom] = batches.flatMap((batch) => (batch.type === 'atoms' ? batch.atoms : []));
    expect(atom?.title).equal('ab\ufffdc😀\\u0000\n');
    expect(atom?.source).deep.equal({ k: 1 });
  });

  const invalid: [title: string, content: string | object, detail: string][] = [
    ['another format', { ...document(), format: 'x' }, '/format must be "crosswalk-deck/1"'],
    ['no decks', document({ decks: [] }), '/decks must NOT have fewer than 1 items'],
    ['an array', '[]', 'the document must be object'],
    ['unknown properties', document({ extra: 1 }), '/extra is not known here'],
    ['a missing key', document({ decks: [{ path: ['x'] }] }), '/decks/0/key is required'],
    [
      'an unknown type',
      document({ atoms: [{ ...card('1'), body: { type: 'x' } }] }),
      '/atoms/0/body/type is not a known type of atom',
    ],
    ['no body', document({ atoms: [{ key: '1', deck: 'd' }] }), '/atoms/0/body is required'],
    [
      'a body without its fields',
      document({ atoms: [{ ...card('1'), body: { type: 'flashcard', front: 'x' } }] }),
      '/atoms/0/body/back is required',
    ],
    [
      'a wrong date',
      document({ atoms: [{ ...card('1'), modifiedAt: 'yesterday' }] }),
      '/atoms/0/modifiedAt must match format "date-time"',
    ],
    [
      'an unknown deck',
      document({ atoms: [{ ...card('1'), deck: 'e' }] }),
      '/atoms/0/deck names no deck of the document',
    ],
    ['a key twice', document({ atoms: [card('1'), card('1')] }), '/atoms/1/key is there twice'],
    [
      'an unknown note type',
      document({ atoms: [{ ...card('1'), body: { type: 'note', noteType: 'x', fields: [] } }] }),
      '/atoms/0/body/noteType names no note type of the document',
    ],
    [
      'unknown media',
      document({ atoms: [{ ...card('1'), body: { type: 'image', media: 'x' } }] }),
      '/atoms/0/body/media names no media of the document',
    ],
    [
      'an unknown relation',
      document({ relations: [{ from: '1', to: '2', kind: 'related' }] }),
      '/relations/0/to names no atom of the document',
    ],
  ];
  for (const [title, content, detail] of invalid) {
    it(`refuses ${title}`, async () => {
      expect(await refusal(content)).include({
        code: 'invalid_document',
        message: `The document is not as documented: ${detail}.`,
      });
    });
  }

  it('names the first twenty mistakes', async () => {
    const atoms = Array.from({ length: 5000 }, () => ({}));
    const { code, message } = await refusal(document({ atoms }));
    expect(code).equal('invalid_document');
    expect(message.split(';')).length(20);
    expect(message).include('/atoms/19/key is required');
  });

  const refused: [title: string, code: string, content: () => string | Buffer][] = [
    ['half a document', 'invalid_json', () => '{"format": "crosswalk-deck/1", '],
    ['deep nesting', 'invalid_json', () => `{"a":${'['.repeat(100_000)}`],
    [
      'an object nested in source',
      'invalid_json',
      () =>
        JSON.stringify(document()).replace(
          '"key":"1"',
          `"key":"1","source":${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
        ),
    ],
    [
      'sixty million bytes of nothing',
      'too_large',
      () => `{"decks":[${'[],'.repeat(20_000_000)}[]]}`,
    ],
    ['more than 64 MB', 'too_large', () => Buffer.alloc(64 * 1024 * 1024 + 1, ' ')],
  ];
  for (const [title, code, content] of refused) {
    it(`refuses ${title} -> ${code}`, async () => {
      expect(await refusal(content())).include({ code });
    });
  }
});
