import { expect } from 'chai';
import { filtered, GROUP, SEARCH, type TestClient, testScim, USER } from './test-scim.ts';

describe('SCIM searches (RFC 7644 3.4.2, RFC 9865)', () => {
  const scim = testScim();
  let client: TestClient;

  before(async () => {
    client = await scim.connect();
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
      const { nextCursor = '' } = (await many.request('GET', '/Users?cursor&count=3')).body;
      expect(nextCursor).not.to.equal('');
      const refused = async (by: TestClient, query: string) => {
        const { status, body } = await by.request('GET', `/Users?${query}`);
        expect(status).to.equal(400);
        return body.scimType;
      };
      const forged = `${nextCursor.slice(0, -2)}aa`;
      expect(await refused(many, `cursor=${forged}`)).to.equal('invalidCursor');
      expect(await refused(many, 'cursor=nonsense')).to.equal('invalidCursor');
      const elsewhere = `cursor=${nextCursor}&${filtered('title pr')}`;
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
      const keys = Object.keys(found.Resources[0] ?? {}).toSorted();
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
      const { status, body, text: raw } = await both.request('GET', `/?${filtered(text)}${more}`);
      expect(status, raw).to.equal(200);
      return body.Resources.map(({ meta }) => meta.resourceType);
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
      expect(second?.meta.resourceType).to.equal('Group');
    });

    it('an attribute of neither -> 400 invalidFilter', async () => {
      const { status, body } = await both.request('GET', `/?${filtered('shoeSize eq 9')}`);
      expect([status, body.scimType]).to.deep.equal([400, 'invalidFilter']);
    });
  });
});
