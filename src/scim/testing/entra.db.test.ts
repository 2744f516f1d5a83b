import { expect } from 'chai';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { connectEntra, type Entra } from './test-entra.ts';
import { ENTERPRISE, filtered, GROUP, testScim, USER } from './test-scim.ts';

/** The requests that Microsoft Entra ID sends, letter by letter where its spelling is odd. */
describe('SCIM as Microsoft Entra ID speaks it', () => {
  const scim = testScim();
  let entra: Entra;

  before(async () => {
    entra = await connectEntra(scim);
  });

  it('1. a user name that nobody has -> 200, none, an empty list', async () => {
    const answer = await entra.request('GET', `/Users?${filtered(`userName eq "${uuidv7()}"`)}`);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.deep.include({ totalResults: 0, itemsPerPage: 0, Resources: [] });
  });

  it('2. externalId eq without quotes, as the documentation prints it', async () => {
    const { id } = await entra.user({ externalId: 'jyoung' });
    const found = await entra.users(filtered('externalId eq jyoung'));
    expect(found.Resources.map((one: { id: string }) => one.id)).to.deep.equal([id]);
  });

  it('3. emails[type eq "work"].value eq means one element', async () => {
    const [work, home] = [`${uuidv7()}@work.example`, `${uuidv7()}@home.example`];
    const emails = [
      { type: 'work', value: work },
      { type: 'home', value: home },
    ];
    const { id } = await entra.user({ emails });
    const by = async (value: string) =>
      (await entra.users(filtered(`emails[type eq "work"].value eq "${value}"`))).Resources;
    expect((await by(work.toUpperCase()))[0]?.id).to.equal(id);
    expect(await by(home)).to.deep.equal([]);
  });

  it('4. names are found in another case, external ids are not', async () => {
    const { id, userName, displayName } = await entra.user({ externalId: `Case-${uuidv7()}` });
    const total = async (text: string) => (await entra.users(filtered(text))).totalResults;
    expect(await total(`userName eq "${userName.toUpperCase()}"`)).to.equal(1);
    expect(await total(`displayName eq "${displayName.toUpperCase()}"`)).to.equal(1);
    const { externalId } = await entra.read(`/Users/${id}`);
    expect(await total(`externalId eq "${externalId}"`)).to.equal(1);
    expect(await total(`externalId eq "${externalId.toLowerCase()}"`)).to.equal(0);
  });

  it('5. texts for booleans and nulls come back as what they mean', async () => {
    const answer = await entra.request('POST', '/Users', {
      body: entra.newUser({
        active: 'True',
        roles: [{ primary: 'True', value: 'Admin', display: null, type: null }],
        title: null,
        name: { formatted: 'A', familyName: null, givenName: null },
      }),
    });
    expect(answer.status, answer.text).to.equal(201);
    expect(answer.headers.get('Location')).to.equal(answer.body.meta.location);
    expect(answer.body.active).to.equal(true);
    expect(answer.body.roles).to.deep.equal([{ primary: true, value: 'Admin' }]);
    expect(answer.body.name).to.deep.equal({ formatted: 'A' });
    expect(answer.body).not.to.have.property('title');
  });

  it('6. a second user name or group name -> 409 uniqueness', async () => {
    const first = entra.newUser();
    await entra.request('POST', '/Users', { body: first });
    const again = await entra.request('POST', '/Users', {
      body: { ...first, userName: first.userName.toUpperCase() },
    });
    expect(again.status).to.equal(409);
    expect(again.body).to.include({ scimType: 'uniqueness', status: '409' });
    const { displayName } = await entra.group();
    const twin = await entra.request('POST', '/Groups', {
      body: { schemas: [GROUP], displayName: displayName.toUpperCase() },
    });
    expect([twin.status, twin.body.scimType]).to.deep.equal([409, 'uniqueness']);
  });

  it('7. Replace active "False" deactivates; the user is still read and found', async () => {
    const { id, userName } = await entra.user();
    const after = await entra.change(`/Users/${id}`, {
      op: 'Replace',
      path: 'active',
      value: 'False',
    });
    expect(after.active).to.equal(false);
    expect(
      (await entra.users(filtered(`userName eq "${userName}"`))).Resources[0]?.active,
    ).to.equal(false);
  });

  it('8. Replace or Add of a part of an element that is missing makes the element, once', async () => {
    const { id } = await entra.user({ emails: undefined });
    const path = 'emails[type eq "work"]';
    const one = await entra.change(
      `/Users/${id}`,
      { op: 'Replace', path: `${path}.value`, value: 'a@example.org' },
      { op: 'Add', path: `${path}.primary`, value: 'True' },
    );
    expect(one.emails).to.deep.equal([{ type: 'work', value: 'a@example.org', primary: true }]);
    const two = await entra.change(`/Users/${id}`, {
      op: 'Add',
      path: 'addresses[type eq "work" and primary eq true].country',
      value: 'NL',
    });
    expect(two.addresses).to.deep.equal([{ type: 'work', primary: true, country: 'NL' }]);
  });

  it('9. the enterprise extension by URN, its manager in each spelling, "" takes it away', async () => {
    const { id } = await entra.user();
    const boss = (await entra.user()).id;
    const at = `/Users/${id}`;
    const set = async (path: string, value: unknown) =>
      (await entra.change(at, { op: 'Add', path, value }))[ENTERPRISE];
    expect(await set(`${ENTERPRISE}:department`, 'R&D')).to.deep.equal({ department: 'R&D' });
    expect((await set(`${ENTERPRISE}:manager`, boss)).manager).to.deep.equal({ value: boss });
    expect((await set(`${ENTERPRISE}:manager`, { value: id })).manager).to.deep.equal({
      value: id,
    });
    expect((await set(`${ENTERPRISE}:manager.value`, boss)).manager).to.deep.equal({ value: boss });
    expect((await set(`${ENTERPRISE}.manager`, id)).manager).to.deep.equal({ value: id });
    const gone = await entra.change(at, {
      op: 'Replace',
      path: `${ENTERPRISE}:manager`,
      value: '',
    });
    expect(gone[ENTERPRISE]).to.deep.equal({ department: 'R&D' });
  });

  it('10. replace without a path: dotted names, URNs, a nested extension', async () => {
    const { id } = await entra.user();
    const one = await entra.change(`/Users/${id}`, {
      op: 'replace',
      value: {
        'name.givenName': 'Augusta',
        [`${ENTERPRISE}:employeeNumber`]: '7',
        displayName: 'Augusta Ada',
      },
    });
    expect(one.name).to.include({ givenName: 'Augusta', familyName: 'Lovelace' });
    expect(one[ENTERPRISE]).to.deep.equal({ employeeNumber: '7' });
    expect(one.displayName).to.equal('Augusta Ada');
    const two = await entra.change(`/Users/${id}`, {
      op: 'replace',
      value: { [ENTERPRISE]: { costCenter: '4' } },
    });
    expect(two[ENTERPRISE]).to.include({ costCenter: '4' });
  });

  it('14. roles as JSON in a text, and found by primary eq "True"', async () => {
    const { id } = await entra.user();
    const packed = JSON.stringify({ id: 'r1', value: 'Admin', displayName: 'Administrator' });
    const after = await entra.change(`/Users/${id}`, {
      op: 'Add',
      path: 'roles',
      value: [{ value: packed }],
    });
    expect(after.roles).to.have.length(1);
    expect(after.roles[0]).to.include({ value: 'Admin', display: 'Administrator' });
    const set = await entra.change(`/Users/${id}`, {
      op: 'Replace',
      path: 'roles[primary eq "True"].value',
      value: 'Teacher',
    });
    expect(set.roles).to.deep.include({ primary: true, value: 'Teacher' });
  });

  it('15. "" and null leave optional attributes unassigned', async () => {
    const { id } = await entra.user({ title: 'Countess', nickName: 'Ada' });
    const after = await entra.change(
      `/Users/${id}`,
      { op: 'Replace', path: 'title', value: '' },
      { op: 'Replace', path: 'nickName', value: null },
    );
    expect(after).not.to.have.any.keys('title', 'nickName');
  });

  it('16. operations on one attribute count in their order', async () => {
    const { id } = await entra.user({ title: 'A' });
    const after = await entra.change(
      `/Users/${id}`,
      { op: 'Remove', path: 'title' },
      { op: 'Add', path: 'title', value: 'B' },
      { op: 'Replace', path: 'title', value: 'C' },
    );
    expect(after.title).to.equal('C');
  });

  it('17. DELETE twice -> 204, 404; an unknown id -> 404', async () => {
    const { id } = await entra.user();
    const status = async (method: string, path: string) =>
      (await entra.request(method, path)).status;
    expect(await status('DELETE', `/Users/${id}`)).to.equal(204);
    expect(await status('DELETE', `/Users/${id}`)).to.equal(404);
    expect(await status('GET', `/Users/${id}`)).to.equal(404);
    expect(await status('GET', `/Users/${uuidv7()}`)).to.equal(404);
    expect(await status('GET', '/Users/nobody')).to.equal(404);
    expect(await status('DELETE', `/Groups/${uuidv7()}`)).to.equal(404);
  });

  it('18. meta.lastModified with seven digits, names in odd case, startindex=0', async () => {
    const { id, meta } = await entra.user();
    const since = meta.lastModified.replace(/\.(\d{3})Z$/, '.$10000Z');
    const found = await entra.users(
      `STARTINDEX=0&Count=200&${filtered(`META.LASTMODIFIED ge "${since}" and USERNAME pr`)}`,
    );
    expect(found.startIndex).to.equal(1);
    expect(found.Resources.map((one: { id: string }) => one.id)).to.include(id);
  });

  it('19. /Schemas is a ListResponse with Group and every attribute, and no nulls', async () => {
    const { body, text } = await entra.request('GET', '/Schemas');
    expect(body.totalResults).to.equal(body.Resources.length);
    expect(body.Resources.map((one: { id: string }) => one.id)).to.include.members([
      USER,
      GROUP,
      ENTERPRISE,
    ]);
    expect(text).not.to.include('null');
    const one = await entra.read(`/Schemas/${GROUP}`);
    expect(one.attributes.map(({ name }) => name)).to.deep.equal(['displayName', 'members']);
  });

  it('20. tokens fetched by client credentials live 60 to 360 minutes', async () => {
    const at = `/v1/scim/connections/${entra.connectionId}/clients`;
    const body = { tokenMinutes: 360 };
    const client = (await scim.hub.request('POST', at, { body })).body;
    const { id, clientSecret } = client as { id: string; clientSecret: string };
    const fetched = await fetch(new URL('/scim/v2/oauth/token', scim.hub.url), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: id,
        client_secret: clientSecret,
      }),
    });
    const token = (await fetched.json()) as { access_token: string; expires_in: number };
    expect(token.expires_in).to.equal(360 * 60);
    const list = await scim.hub.request('GET', '/scim/v2/Users?count=1', {
      key: token.access_token,
    });
    expect(list.status).to.equal(200);
    const short = await scim.hub.request('POST', at, { body: { tokenMinutes: 59 } });
    expect(short.status).to.equal(422);
  });
});
