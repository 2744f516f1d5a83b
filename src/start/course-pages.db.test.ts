import { expect } from 'chai';
import { startTestHub, type TestHub } from '../api/test-hub.ts';
import { uuidv7 } from '../platform/crypto/uuid.ts';
import { insertCourse } from '../scorm/courses/course.store.ts';

const target = { path: 'index.html', suffix: '' };
const item = {
  identifier: 'i',
  title: 'Putting',
  isVisible: true,
  resource: { identifier: 'r', scormType: 'sco' as const, target },
  ...{ timeLimitAction: null, dataFromLMS: null, prerequisites: null, maxTimeAllowed: null },
  masteryScore: null,
  children: [],
};
const course = {
  kind: 'scorm12' as const,
  title: 'Golf <b>',
  ...{ description: null, language: null, fileName: 'golf.zip', fileHash: 'golf' },
  warnings: [{ at: 'item i', reason: 'It was odd & is not.' }],
  structure: {
    kind: 'scorm12' as const,
    identifier: 'm',
    version: null,
    organization: { ...item, identifier: 'o', resource: null, children: [item] },
  },
};

describe('the start page', () => {
  let hub: TestHub;
  let headers: Record<string, string>;
  const id = uuidv7();

  before(async () => {
    hub = await startTestHub({ WORKERS: '0' });
    await hub.hub.database.tenant(hub.tenantId, (db) => insertCourse(db, { ...course, id }, []));
    const { body } = await hub.request('POST', '/v1/admin-links');
    const link = new URL((body as { url: string }).url).pathname;
    const signedIn = await hub.request('POST', link, { key: null });
    const Cookie = signedIn.headers.get('Set-Cookie')?.split(';')[0] ?? '';
    headers = { Cookie, Origin: hub.url };
  });
  after(() => hub.close());

  const visit = (method: string, path: string) => hub.request(method, path, { key: null, headers });

  it('lists courses, and shows one with what was odd about it', async () => {
    const start = await visit('GET', '/');
    expect(start.text).include(`<a href="/start/courses/${id}">Golf &lt;b&gt;</a>`);
    const page = await visit('GET', `/start/courses/${id}`);
    expect(page.text).include('SCORM 1.2').include('It was odd &amp; is not.');
  });

  it('opens a course as the administrator', async () => {
    const { status, headers } = await visit('POST', `/start/courses/${id}/play`);
    expect(status).equal(302);
    expect(headers.get('Location')).match(/^https?:/);
  });

  it('says so where there is no such course', async () => {
    expect((await visit('GET', `/start/courses/${uuidv7()}`)).status).equal(404);
  });
});
