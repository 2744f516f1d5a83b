import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import { BULK, patch, type TestClient, testScim, USER } from './test-scim.ts';

const EVENT = 'urn:ietf:params:scim:event:';

describe('SCIM events (RFC 9967)', () => {
  const scim = testScim({ OUTBOUND_ALLOW: '127.0.0.1' });

  async function feed(client: TestClient, body: object): Promise<Record<string, unknown>> {
    const at = `/v1/scim/connections/${client.connectionId}/event-feed`;
    const answer = await scim.hub.request('PUT', at, { body });
    expect(answer.status, answer.text).to.equal(200);
    return answer.body as Record<string, unknown>;
  }
  async function verified(token: string, audience: string): Promise<JWTPayload> {
    const path = `/scim/v2/jwks/${scim.hub.tenantId}`;
    const keys = (await scim.hub.request('GET', path, { key: null })).body as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
      audience,
      issuer: `${scim.hub.hub.config.publicUrl}/scim/v2`,
      typ: 'secevent+jwt',
      algorithms: ['RS256'],
    });
    expect(protectedHeader.kid).to.equal(keys.keys[0]?.kid);
    return payload;
  }
  const poll = async (client: TestClient, body: object = {}) => {
    const answer = await client.request('POST', '/SecurityEvents', {
      body: { returnImmediately: true, ...body },
    });
    expect(answer.status, answer.text).to.equal(200);
    return answer.body;
  };
  const namesIn = ({ events }: JWTPayload) => Object.keys(events as object);

  it('RFC 8936: what happens to a User is polled, in order, until it is acknowledged', async () => {
    const client = await scim.connect();
    const { audience, pollUrl } = await feed(client, { delivery: 'poll' });
    expect(pollUrl).to.match(/\/scim\/v2\/SecurityEvents$/);
    const body = { schemas: [USER], userName: uuidv7(), externalId: 'e7', title: 'T' };
    const { id } = (await client.request('POST', '/Users', { body })).body;
    const at = `/Users/${id}`;
    await client.request('PATCH', at, {
      body: patch({ op: 'replace', value: { active: false, 'name.givenName': 'Ada' } }),
    });
    await client.request('PUT', at, { body: { ...body, active: true } });
    await client.request('DELETE', at);
    const first = await poll(client, { maxEvents: 2 });
    expect(first.moreAvailable).to.equal(true);
    expect(Object.keys(first.sets)).to.have.length(2);
    const { sets } = await poll(client);
    const tokens = await Promise.all(
      Object.values(sets).map((token) => verified(token, String(audience))),
    );
    expect(tokens.map(namesIn)).to.deep.equal([
      [`${EVENT}prov:create:notice`],
      [`${EVENT}prov:patch:notice`],
      [`${EVENT}prov:deactivate`],
      [`${EVENT}prov:put:notice`],
      [`${EVENT}prov:activate`],
      [`${EVENT}prov:delete`],
    ]);
    const [created, patched] = tokens;
    expect(created?.sub_id).to.deep.equal({ format: 'scim', uri: at, externalId: 'e7' });
    expect(created).not.to.have.property('sub');
    expect(patched?.events).to.deep.equal({
      [`${EVENT}prov:patch:notice`]: { attributes: ['active', 'name'], version: 'W/"2"' },
    });
    expect(JSON.stringify(tokens), 'no values').not.to.include('Ada');
    const [jti = '', ...others] = Object.keys(sets);
    const setErrs = { [jti]: { err: 'invalid_key', description: 'no' } };
    expect((await poll(client, { ack: others, setErrs })).sets).to.deep.equal({});
  });

  it('RFC 8936: a poll waits for the next event; without a feed there is none', async () => {
    const client = await scim.connect();
    expect((await client.request('POST', '/SecurityEvents', { body: {} })).status).to.equal(404);
    await feed(client, { delivery: 'poll' });
    const waiting = client.request('POST', '/SecurityEvents', { body: {} });
    await client.request('POST', '/Users', { body: { schemas: [USER], userName: uuidv7() } });
    expect(Object.keys((await waiting).body.sets)).to.have.length(1);
  });

  it('RFC 9967 2.5.1: each operation of an asynchronous Bulk is told of by its place', async () => {
    const client = await scim.connect();
    const { audience } = await feed(client, { delivery: 'poll', audience: 'https://idp.example' });
    expect(audience).to.equal('https://idp.example');
    const taken = await client.request('POST', '/Bulk', {
      headers: { Prefer: 'respond-async' },
      body: {
        schemas: [BULK],
        Operations: [
          { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: uuidv7() } },
          { method: 'DELETE', path: `/Users/${uuidv7()}` },
        ],
      },
    });
    const txn = taken.headers.get('Set-Txn');
    let tokens: JWTPayload[] = [];
    while (tokens.length < 3) {
      await sleep(50);
      const { sets } = await poll(client);
      tokens = await Promise.all(
        Object.values(sets).map((token) => verified(token, 'https://idp.example')),
      );
    }
    const answers = tokens.filter((one) => namesIn(one)[0] === `${EVENT}misc:asyncresp`);
    expect(answers.map((one) => one.txn)).to.deep.equal([`${txn}:0`, `${txn}:1`]);
    const [made, failed] = answers.map(
      ({ events }) => (events as Record<string, Record<string, unknown>>)[`${EVENT}misc:asyncresp`],
    );
    expect(made).to.include({ method: 'POST', bulkId: 'a', status: '201' });
    expect(failed).to.include({ status: '404' }).and.to.have.property('response');
  });

  describe('RFC 8935: pushed', () => {
    let receiver: Server;
    let url: string;
    const taken: { authorization: string | undefined; type: string | undefined; token: string }[] =
      [];
    let answers: number[] = [];

    before(async () => {
      receiver = createServer(async (request, response) => {
        let token = '';
        for await (const chunk of request) token += chunk;
        const { authorization, 'content-type': type } = request.headers;
        const status = answers.shift() ?? 202;
        if (status === 202) taken.push({ authorization, type, token });
        response.writeHead(status).end(status === 400 ? '{"err":"invalid_request\0"}' : '');
      }).listen(0, '127.0.0.1');
      await once(receiver, 'listening');
      url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`;
    });
    after(() => {
      receiver.closeAllConnections();
      receiver.close();
    });

    const until = async (count: number) => {
      while (taken.length < count) await sleep(20);
    };

    it('with the header that was set, again after a failure, not again when it is refused', async () => {
      const client = await scim.connect();
      const body = { delivery: 'push', url, authorization: 'Bearer sesame' };
      const { audience } = await feed(client, body);
      const user = () =>
        client.request('POST', '/Users', { body: { schemas: [USER], userName: uuidv7() } });
      await user();
      await until(1);
      expect(taken[0]).to.include({
        authorization: 'Bearer sesame',
        type: 'application/secevent+jwt',
      });
      await verified(taken[0]?.token ?? '', String(audience));
      answers = [400, 503];
      const [refused, late] = [(await user()).body.id, (await user()).body.id];
      await until(2);
      const { sub_id: about } = await verified(taken[1]?.token ?? '', String(audience));
      expect(about).to.deep.equal({ format: 'scim', uri: `/Users/${late}` });
      expect(refused).not.to.equal(late);
      const at = `/v1/scim/connections/${client.connectionId}/event-feed`;
      let shown = (await scim.hub.request('GET', at)).body as Record<string, unknown>;
      while (shown.waiting !== 0) {
        await sleep(20);
        shown = (await scim.hub.request('GET', at)).body as Record<string, unknown>;
      }
      expect(shown).to.include({ delivery: 'push', url, waiting: 0, lastError: null });
      expect(JSON.stringify(shown)).not.to.include('sesame');
      expect((await scim.hub.request('DELETE', at)).status).to.equal(204);
      expect((await scim.hub.request('GET', at)).status).to.equal(404);
    }).timeout(60_000);

    it('with a header that goes to no other address, and is gone with the feed', async () => {
      const client = await scim.connect();
      const push = (at: string, more: object = {}) =>
        feed(client, { delivery: 'push', url: at, ...more });
      const seen = async () => {
        const count = taken.length + 1;
        await client.request('POST', '/Users', { body: { schemas: [USER], userName: uuidv7() } });
        await until(count);
        return taken.at(-1)?.authorization;
      };
      const secrets = async () => {
        const { rows } = await scim.hub.hub.database.read(scim.hub.tenantId, (db) =>
          db.query<{ name: string }>(
            'select name from tenant_secret where tenant_id = $1 and name like $2',
            [db.tenantId, `scim-feed-${client.connectionId}`],
          ),
        );
        return rows.length;
      };
      await push(url, { authorization: 'Bearer sesame' });
      await push(url, { audience: 'other' });
      expect(await seen()).to.equal('Bearer sesame');
      await push(`${url}/elsewhere`);
      expect(await seen()).to.equal(undefined);
      const at = `/v1/scim/connections/${client.connectionId}`;
      await push(url, { authorization: 'Bearer sesame' });
      expect(await secrets()).to.equal(1);
      await scim.hub.request('DELETE', `${at}/event-feed`);
      expect(await secrets()).to.equal(0);
      await push(url, { authorization: 'Bearer sesame' });
      await scim.hub.request('DELETE', at);
      expect(await secrets()).to.equal(0);
    }).timeout(60_000);
  });
});
