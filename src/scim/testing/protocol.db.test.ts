import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import {
  ENTERPRISE,
  GROUP,
  patch,
  startTestScim,
  type TestClient,
  type TestScim,
  USER,
} from './test-scim.ts';

const filter = (text: string) => `filter=${encodeURIComponent(text)}`;
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

describe('SCIM protocol (RFC 7644)', () => {
  let scim: TestScim;
  let client: TestClient;

  before(async function () {
    this.timeout(60_000);
    scim = await startTestScim();
    client = await scim.connect();
  });
  after(() => scim.close());

  const post = (body: object) =>
    client.request('POST', '/Users', { body: { schemas: [USER], ...body } });
  const user = async (body: object = {}) => (await post({ userName: uuidv7(), ...body })).body;

  describe('versions (3.14)', () => {
    it('an ETag on each answer; If-None-Match -> 304', async () => {
      const { id, meta } = await user();
      const one = await client.request('GET', `/Users/${id}`);
      expect(one.headers.get('ETag')).to.equal('W/"1"').and.to.equal(meta.version);
      const headers = { 'If-None-Match': 'W/"1"' };
      const again = await client.request('GET', `/Users/${id}`, { headers });
      expect([again.status, again.text]).to.deep.equal([304, '']);
    });

    it('If-Match of another version -> 412, and nothing happens', async () => {
      const { id, userName } = await user();
      const at = `/Users/${id}`;
      const body = { schemas: [USER], userName, title: 'X' };
      for (const [method, sent] of [
        ['PUT', body],
        ['PATCH', patch({ op: 'replace', path: 'title', value: 'X' })],
        ['DELETE', undefined],
      ] as const) {
        const headers = { 'If-Match': 'W/"7"' };
        const answer = await client.request(method, at, { headers, body: sent });
        expect([answer.status, answer.body.status], method).to.deep.equal([412, '412']);
      }
      const fits = await client.request('PUT', at, { headers: { 'If-Match': '"1"' }, body });
      expect(fits.headers.get('ETag')).to.equal('W/"2"');
    });

    it('what changes nothing keeps its version', async () => {
      const { id, meta } = await user({ title: 'A' });
      const body = patch({ op: 'replace', path: 'title', value: 'A' });
      const same = await client.request('PATCH', `/Users/${id}`, { body });
      expect(same.body.meta).to.deep.equal(meta);
    });

    it('parallel PATCHes with If-Match lose nothing', async () => {
      const { id } = await user();
      const at = `/Users/${id}`;
      async function append(word: string): Promise<void> {
        for (;;) {
          const { body, headers } = await client.request('GET', at);
          const value = [...(body.nickName ?? '').split(' ').filter(Boolean), word].join(' ');
          const answer = await client.request('PATCH', at, {
            headers: { 'If-Match': headers.get('ETag') ?? '' },
            body: patch({ op: 'replace', path: 'nickName', value }),
          });
          if (answer.status === 200) return;
          expect(answer.status).to.equal(412);
        }
      }
      const words = ['a', 'b', 'c', 'd', 'e', 'f'];
      await Promise.all(words.map(append));
      const { nickName } = (await client.request('GET', at)).body;
      expect(nickName.split(' ').toSorted()).to.deep.equal(words);
    });
  });

  it('parallel creates of one user name -> exactly one 201, the others 409', async () => {
    const userName = uuidv7();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        post({ userName: i % 2 ? userName : userName.toUpperCase(), externalId: `x${i}` }),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).to.deep.equal([201, 409, 409, 409, 409, 409, 409, 409]);
    const people = await scim.hub.request('GET', `/v1/people?q=${userName}`);
    expect((people.body as { data: unknown[] }).data, 'nobody is left over').to.have.length(1);
  });

  describe('paging', () => {
    let many: TestClient;
    const total = 25;

    before(async () => {
      many = await scim.connect();
      for (let i = 0; i < total; i += 1) {
        const { status } = await many.request('POST', '/Users', {
          body: {
            schemas: [USER],
            userName: `user${String(i).padStart(2, '0')}`,
            title: i % 3 === 0 ? undefined : `T${i % 5}`,
          },
        });
        expect(status).to.equal(201);
      }
    });

    const names = (body: { Resources: { userName: string }[] }) =>
      body.Resources.map(({ userName }) => userName);
    async function allByCursor(query: string): Promise<string[]> {
      const found: string[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const { status, body, text } = await many.request(
          'GET',
          `/Users?cursor=${cursor}&${query}`,
        );
        expect(status, text).to.equal(200);
        expect(body).not.to.have.property('startIndex');
        found.push(...names(body));
        cursor = body.nextCursor;
        if (cursor !== undefined) expect(cursor).to.match(/^[\w.~-]+$/);
      }
      return found;
    }

    it('3.4.2.4 by index: startIndex, count, totalResults; count=0 only counts', async () => {
      const { body } = await many.request('GET', '/Users?startIndex=11&count=10');
      expect(body).to.include({ totalResults: total, startIndex: 11, itemsPerPage: 10 });
      expect(names(body)[0]).to.equal('user10');
      const none = (await many.request('GET', '/Users?count=0')).body;
      expect(none).to.deep.include({ totalResults: total, itemsPerPage: 0, Resources: [] });
      const beyond = (await many.request('GET', '/Users?startIndex=1000')).body;
      expect(beyond).to.deep.include({ totalResults: total, Resources: [] });
      const negative = (await many.request('GET', '/Users?count=-5&startIndex=-3')).body;
      expect(negative).to.include({ totalResults: total, itemsPerPage: 0, startIndex: 1 });
    });

    it('RFC 9865: cursors lead through all, each once, in each order', async () => {
      const whole = Array.from({ length: total }, (_, i) => `user${String(i).padStart(2, '0')}`);
      expect(await allByCursor('count=7')).to.deep.equal(whole);
      expect(await allByCursor('count=4&sortBy=userName&sortOrder=descending')).to.deep.equal(
        whole.toReversed(),
      );
      for (const sortOrder of ['ascending', 'descending']) {
        const sort = `sortBy=title&sortOrder=${sortOrder}`;
        const atOnce = names((await many.request('GET', `/Users?count=200&${sort}`)).body);
        expect(await allByCursor(`count=6&${sort}`)).to.deep.equal(atOnce);
        expect(atOnce.toSorted()).to.deep.equal(whole);
      }
    });

    it('RFC 9865: the total stays that of the first page', async () => {
      const first = (await many.request('GET', '/Users?cursor&count=10')).body;
      const next = `/Users?cursor=${first.nextCursor}&count=10`;
      expect((await many.request('GET', next)).body.totalResults).to.equal(total);
    });

    it('RFC 9865: a cursor that is forged, of another search or connection -> invalidCursor', async () => {
      const { nextCursor } = (await many.request('GET', '/Users?cursor&count=3')).body;
      const refused = async (by: TestClient, query: string) => {
        const { status, body } = await by.request('GET', `/Users?${query}`);
        expect(status).to.equal(400);
        return body.scimType;
      };
      const forged = `${nextCursor.slice(0, -2)}aa`;
      expect(await refused(many, `cursor=${forged}`)).to.equal('invalidCursor');
      expect(await refused(many, 'cursor=nonsense')).to.equal('invalidCursor');
      const elsewhere = `cursor=${nextCursor}&${filter('title pr')}`;
      expect(await refused(many, elsewhere)).to.equal('invalidCursor');
      expect(await refused(client, `cursor=${nextCursor}`)).to.equal('invalidCursor');
      expect(await refused(many, 'cursor&count=few')).to.equal('invalidCount');
    });

    it('3.4.3 a search by POST is the same search', async () => {
      const body = {
        schemas: [SEARCH],
        filter: 'title eq "t1"',
        attributes: ['userName'],
        sortBy: 'userName',
        sortOrder: 'descending',
        startIndex: 2,
        count: 2,
      };
      const found = (await many.request('POST', '/Users/.search', { body })).body;
      expect(found).to.include({ itemsPerPage: 2, startIndex: 2 });
      const keys = Object.keys(found.Resources[0]).toSorted();
      expect(keys).to.deep.equal(['id', 'schemas', 'userName']);
      const bare = await many.request('POST', '/Users/.search', { body: { filter: 'title pr' } });
      expect(bare.body.scimType).to.equal('invalidSyntax');
    });
  });

  describe('searches over both kinds (3.4.2.1)', () => {
    let both: TestClient;
    before(async () => {
      both = await scim.connect();
      await both.request('POST', '/Users', {
        body: { schemas: [USER], userName: 'ada', displayName: 'Zoe' },
      });
      await both.request('POST', '/Groups', { body: { schemas: [GROUP], displayName: 'Maths' } });
    });
    const search = async (text: string, more = '') => {
      const { status, body, text: raw } = await both.request('GET', `/?${filter(text)}${more}`);
      expect(status, raw).to.equal(200);
      return body.Resources.map((one: { meta: { resourceType: string } }) => one.meta.resourceType);
    };

    it('an attribute that one kind has not got counts as one without a value', async () => {
      expect(await search('userName pr')).to.deep.equal(['User']);
      expect(await search('not (userName pr)')).to.deep.equal(['Group']);
      expect(await search('userName ne "x"')).to.have.members(['User', 'Group']);
      expect(await search('userName eq null')).to.deep.equal(['Group']);
      expect(await search('userName eq "ada" or displayName eq "maths"')).to.have.length(2);
      expect(await search('meta.resourceType eq "Group"')).to.deep.equal(['Group']);
    });

    it('sorted by what both have, and by what one has', async () => {
      expect(await search('id pr', '&sortBy=displayName')).to.deep.equal(['Group', 'User']);
      expect(await search('id pr', '&sortBy=userName')).to.deep.equal(['User', 'Group']);
      const page = await both.request('GET', '/?sortBy=userName&cursor&count=1');
      const next = `/?sortBy=userName&count=1&cursor=${page.body.nextCursor}`;
      const second = (await both.request('GET', next)).body.Resources[0];
      expect(second.meta.resourceType).to.equal('Group');
    });

    it('an attribute of neither -> 400 invalidFilter', async () => {
      const { status, body } = await both.request('GET', `/?${filter('shoeSize eq 9')}`);
      expect([status, body.scimType]).to.deep.equal([400, 'invalidFilter']);
    });
  });

  it('3.9 attributes and excludedAttributes; id always, what is asked for only on demand', async () => {
    const { id } = await user({ title: 'T', name: { givenName: 'A', familyName: 'B' } });
    const keys = async (query: string) =>
      Object.keys((await client.request('GET', `/Users/${id}?${query}`)).body).toSorted();
    expect(await keys('attributes=name.givenName')).to.deep.equal(['id', 'name', 'schemas']);
    expect(await keys('excludedAttributes=name,meta,active')).to.deep.equal(
      [
        'id',
        'schemas',
        'title',
        'urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User',
        'userName',
      ].toSorted(),
    );
    const hub = 'urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User';
    const progress = await client.request('GET', `/Users/${id}?attributes=${hub}:progress`);
    expect(progress.status).to.equal(200);
  });

  it('3.8 content types: SCIM, JSON, JSON for who asks for it; nothing else', async () => {
    const { id } = await user();
    const scimType = await client.request('GET', `/Users/${id}`);
    expect(scimType.headers.get('Content-Type')).to.match(/^application\/scim\+json/);
    const json = await client.request('GET', `/Users/${id}`, {
      headers: { Accept: 'application/json' },
    });
    expect(json.headers.get('Content-Type')).to.match(/^application\/json/);
    const body = JSON.stringify({ schemas: [USER], userName: uuidv7() });
    const sent = async (type: string) =>
      (await client.request('POST', '/Users', { body, headers: { 'Content-Type': type } })).status;
    expect(await sent('application/json; charset=utf-8')).to.equal(201);
    expect(await sent('application/x-www-form-urlencoded')).to.equal(415);
    const packed = await client.request('POST', '/Users', {
      body,
      headers: { 'Content-Encoding': 'gzip' },
    });
    expect(packed.status).to.equal(415);
  });

  it('3.12 errors: 404 and 405 for what is not there, malformed JSON -> invalidSyntax', async () => {
    const status = async (method: string, path: string) => {
      const answer = await client.request(method, path);
      expect(answer.body.schemas).to.deep.equal(['urn:ietf:params:scim:api:messages:2.0:Error']);
      expect(answer.body.status).to.equal(String(answer.status));
      return answer.status;
    };
    expect(await status('GET', '/Nothing')).to.equal(404);
    expect(await status('PUT', '/Users')).to.equal(405);
    expect(await status('POST', '/Me')).to.equal(501);
    const broken = await client.request('POST', '/Users', { body: '{"userName":' });
    expect([broken.status, broken.body.scimType]).to.deep.equal([400, 'invalidSyntax']);
    const nothing = await client.request('POST', '/Users', { body: { schemas: [USER] } });
    expect([nothing.status, nothing.body.scimType]).to.deep.equal([400, 'invalidValue']);
    const pathless = await client.request('PATCH', `/Users/${(await user()).id}`, {
      body: patch({ op: 'remove' }),
    });
    expect(pathless.body.scimType).to.equal('noTarget');
  });

  it('3.11 /Me is the User of the person whose key calls; a connection is nobody', async () => {
    const mine = await user({ displayName: 'Me' });
    const { personId } = mine['urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User'];
    const key = await scim.hub.request('POST', '/v1/api-keys', {
      body: { name: 'mine', role: 'user', personId },
    });
    const me = await scim.hub.request('GET', '/scim/v2/Me', {
      key: (key.body as { key: string }).key,
    });
    expect(me.status, me.text).to.equal(200);
    expect((me.body as { id: string }).id).to.equal(mine.id);
    expect((await client.request('GET', '/Me')).status).to.equal(404);
  });

  it('schemas of the tenant: served, kept, found and sorted by', async () => {
    const urn = 'urn:example:school:2.0:User';
    const made = await scim.hub.request('POST', '/v1/scim/schemas', {
      body: {
        extends: 'User',
        schema: {
          id: urn,
          name: 'School',
          attributes: [{ name: 'house' }, { name: 'year', type: 'integer' }],
        },
      },
    });
    expect(made.status, made.text).to.equal(201);
    const schemas = (await client.request('GET', '/Schemas')).body.Resources;
    expect(schemas.map((one: { id: string }) => one.id)).to.include(urn);
    const { id, schemas: of } = await user({ [urn]: { house: 'Raven', year: 7 } });
    expect(of).to.include(urn);
    const found = await client.request(
      'GET',
      `/Users?${filter(`${urn}:house eq "raven" and ${urn}:year gt 6`)}&sortBy=${urn}:year`,
    );
    expect(found.body.Resources[0]).to.deep.include({ id, [urn]: { house: 'Raven', year: 7 } });
    const at = `/v1/scim/schemas/${encodeURIComponent(urn)}`;
    expect((await scim.hub.request('DELETE', at)).status).to.equal(204);
    const without = (await client.request('GET', `/Users/${id}`)).body;
    expect(without).not.to.have.property(urn);
  });

  it('people: details by the mapping, deactivated and deleted people, memberships', async () => {
    const { id, ...mine } = await user({
      displayName: 'Grace Hopper',
      emails: [{ value: 'grace@example.org', primary: true }],
      [ENTERPRISE]: { department: 'Navy' },
    });
    const { personId } = mine['urn:ietf:params:scim:schemas:extension:crosswalk:2.0:User'];
    const person = async () =>
      (await scim.hub.request('GET', `/v1/people/${personId}`)).body as Record<string, unknown>;
    expect(await person()).to.include({ displayName: 'Grace Hopper', email: 'grace@example.org' });
    const { id: groupId } = (
      await client.request('POST', '/Groups', {
        body: { schemas: [GROUP], displayName: uuidv7(), members: [{ value: id }] },
      })
    ).body;
    const inGroup = await scim.hub.request('GET', `/v1/people?groupId=${groupId}`);
    const ids = (inGroup.body as { data: { id: string }[] }).data.map((one) => one.id);
    expect(ids).to.deep.equal([personId]);
    const body = patch({ op: 'replace', path: 'active', value: false });
    await client.request('PATCH', `/Users/${id}`, { body });
    expect(await person()).to.include({ active: false });
    expect((await client.request('DELETE', `/Users/${id}`)).status).to.equal(204);
    const left = (await client.request('GET', `/Groups/${groupId}`)).body;
    expect(left).not.to.have.property('members');
    expect(left.meta.version).to.equal('W/"2"');
  });
});
