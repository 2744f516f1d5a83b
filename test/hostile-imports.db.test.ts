import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../src/api/test-hub.ts';
import { forgeZip } from '../src/platform/zip/zip-forgery.ts';

/** The most that a zip without 64-bit fields can say of one entry. */
const ALMOST_4_GB = 4_294_967_000;

function xlsx(workbook: string): Buffer {
  const zip = new AdmZip();
  zip.addFile('[Content_Types].xml', Buffer.from('<Types/>'));
  zip.addFile('xl/workbook.xml', Buffer.from(workbook));
  return zip.toBuffer();
}

function apkg(collection: Buffer): Buffer {
  const zip = new AdmZip();
  zip.addFile('collection.anki2', collection);
  zip.addFile('media', Buffer.from('{}'));
  return zip.toBuffer();
}

const laughs = `<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>`;
const good = { name: 'collection.anki2', content: 'SQLite format 3\0' };

const hostile: [title: string, name: string, content: Buffer][] = [
  ['nothing at all', 'empty.csv', Buffer.alloc(0)],
  ['bytes of no known kind', 'noise.apkg', Buffer.from([0, 1, 2, 3, 255, 254, 0, 9, 8, 0])],
  [
    'a zip bomb',
    'bomb.apkg',
    forgeZip([{ name: 'collection.anki2', content: Buffer.alloc(80_000_000) }]),
  ],
  [
    'a name that climbs out',
    'climb.apkg',
    forgeZip([good, { name: '../../etc/passwd', content: 'x' }]),
  ],
  ['an absolute name', 'absolute.apkg', forgeZip([good, { name: '/etc/passwd', content: 'x' }])],
  [
    'a symlink',
    'link.apkg',
    forgeZip([good, { name: 'l', content: '/etc/passwd', mode: 0o120777 }]),
  ],
  ['the same name twice', 'twice.apkg', forgeZip([good, { ...good, name: 'Collection.anki2' }])],
  ['sizes that lie', 'lie.apkg', forgeZip([{ ...good, declaredBytes: 3 }])],
  [
    'over 10 GB declared',
    'ten.apkg',
    forgeZip([
      good,
      ...['0', '1', '2'].map((name) => ({ name, content: 'x', declaredBytes: ALMOST_4_GB })),
    ]),
  ],
  ['half a zip', 'half.apkg', forgeZip([good]).subarray(0, 40)],
  ['an encrypted entry', 'locked.apkg', forgeZip([{ ...good, flags: 1 }])],
  [
    'a database that is none',
    'corrupt.apkg',
    apkg(Buffer.from('this is no database, whatever it says')),
  ],
  [
    'a damaged database',
    'damaged.apkg',
    apkg(Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8_000, 7)])),
  ],
  ['billion laughs', 'laughs.xlsx', xlsx(laughs)],
  ['a broken document', 'broken.json', Buffer.from('{"format":"crosswalk-deck/1","decks":[')],
  [
    'a document of another shape',
    'shape.json',
    Buffer.from('{"format":"crosswalk-deck/1","decks":[],"atoms":[]}'),
  ],
];

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('hostile uploads', function () {
  this.timeout(60_000);
  let hub: TestHub;

  before(async () => {
    hub = await startTestHub();
  });
  after(() => hub?.close());

  const upload = (name: string, content: Buffer, key?: string) => {
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(content)]), name);
    return hub.request('POST', '/v1/imports', { body, ...(key && { key }) });
  };

  for (const [title, name, content] of hostile) {
    it(`${title}: refused with its reason, and nothing is stored`, async () => {
      const { status, body } = await upload(name, content);
      const { code, detail } = body as { code: string; detail: string };
      expect(status, `${code}: ${detail}`).to.be.within(400, 422);
      expect(code).to.match(/^[a-z_]+$/);
      expect(detail.length).to.be.greaterThan(15);
      const imports = await hub.request('GET', '/v1/imports');
      expect((imports.body as { data: unknown[] }).data).to.have.length(0);
      const { DATA_DIR } = hub.hub.config;
      expect(await filesBelow(join(DATA_DIR, 'work')), 'work').to.deep.equal([]);
      expect(await filesBelow(join(DATA_DIR, 'blobs')), 'blobs').to.deep.equal([]);
    });
  }

  const malformed: [string, () => FormData][] = [
    ['no file', () => new FormData()],
    [
      'two files',
      () => {
        const form = new FormData();
        form.append('file', new Blob(['a,b']), 'a.csv');
        form.append('file', new Blob(['a,b']), 'b.csv');
        return form;
      },
    ],
    [
      'an unknown field',
      () => {
        const form = new FormData();
        form.set('colour', 'red');
        form.set('file', new Blob(['a,b']), 'a.csv');
        return form;
      },
    ],
    [
      'a mapping that is no object',
      () => {
        const form = new FormData();
        form.set('mapping', '[1]');
        form.set('file', new Blob(['a,b']), 'a.csv');
        return form;
      },
    ],
  ];
  for (const [title, form] of malformed) {
    it(`an upload with ${title}: 400`, async () => {
      const { status, body } = await hub.request('POST', '/v1/imports', { body: form() });
      expect(status).to.equal(400);
      expect(body).to.include({ code: 'invalid_upload' });
    });
  }

  it('scripts and handlers in fields are stripped: nothing of them is stored as shown', async () => {
    const rows = 'front,back\n"<img src=x onerror=alert(1)>q<script>alert(2)</script>",<b>a</b>\n';
    const started = await upload('scripts.csv', Buffer.from(`#html:true\n${rows}`));
    expect(started.status).to.equal(202);
    const { id } = started.body as { id: string };
    let status = 'queued';
    while (status === 'queued' || status === 'running') {
      status = ((await hub.request('GET', `/v1/imports/${id}`)).body as { status: string }).status;
    }
    expect(status).to.equal('succeeded');
    const found = await hub.hub.database.read(hub.tenantId, (db) =>
      db.query<{ rendered: unknown }>('select rendered from atom_revision where tenant_id = $1', [
        hub.tenantId,
      ]),
    );
    expect(found.count).to.be.greaterThan(0);
    expect(JSON.stringify(found.rows)).not.to.match(/script|onerror|alert/i);
  });
});
