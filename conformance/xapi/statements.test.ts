import { expect } from 'chai';
import { type Lrs, openLrs, versions } from './lrs/lrs.ts';
import { newActivity, newId, reference, sample, subStatement } from './lrs/samples.ts';

for (const version of versions) {
  describe(`xAPI ${version}: storing statements`, () => {
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    const post = (json: unknown) => lrs.ask('POST', '/statements', { version, json });
    const put = (statementId: string, json: unknown) =>
      lrs.ask('PUT', '/statements', { version, json, query: { statementId } });
    const find = (statementId: string) =>
      lrs.ask('GET', '/statements', { version, query: { statementId } });

    it('POST of one: 200 with its id in an array; it reads as it was sent', async () => {
      const sent = sample({
        result: {
          score: { scaled: 0.5, raw: 5, min: 0, max: 10 },
          success: true,
          duration: 'PT1M',
        },
        context: {
          registration: newId(),
          language: 'en-GB',
          extensions: { 'http://x.example/a': null },
        },
        timestamp: '2024-02-29T12:00:00.000Z',
      });
      const answer = await post(sent);
      expect([answer.status, answer.json]).to.deep.equal([200, [sent.id]]);
      expect((await find(sent.id)).json).to.deep.include(sent);
    });

    it('POST of many: 200 with the ids in the order sent; those missing are made', async () => {
      const sent = [sample(), { ...sample(), id: undefined }, sample()];
      const { json: ids } = await post(sent);
      expect(ids).to.have.length(3);
      expect([ids[0], ids[2]]).to.deep.equal([sent[0]?.id, sent[2]?.id]);
      expect((await find(ids[1])).json.actor).to.deep.equal(sent[1]?.actor);
    });

    it('POST of an empty batch: 200 with no ids', async () => {
      const answer = await post([]);
      expect([answer.status, answer.json]).to.deep.equal([200, []]);
    });

    it('PUT: 204 without a body; the statement has the id of the URL', async () => {
      const id = newId();
      const answer = await put(id, { ...sample(), id: undefined });
      expect([answer.status, answer.bytes.length]).to.deep.equal([204, 0]);
      expect((await find(id)).json.id).to.equal(id);
    });

    it('PUT with another id in the statement: 400; without statementId: 400', async () => {
      expect((await put(newId(), sample())).status).to.equal(400);
      const without = await lrs.ask('PUT', '/statements', { version, json: sample() });
      expect(without.status).to.equal(400);
    });

    it('the LRS adds id, stored, timestamp, version and authority', async () => {
      const before = Date.now() - 1000;
      const { id } = sample();
      await post({ ...sample(), id, authority: { mbox: 'mailto:liar@example.org' } });
      const { json } = await find(id);
      expect(Date.parse(json.stored)).to.be.within(before, Date.now() + 1000);
      expect(json.timestamp).to.equal(json.stored);
      expect(json.version).to.equal(version === '1.0.3' ? '1.0.0' : '2.0.0');
      expect(json.authority.mbox).not.to.equal('mailto:liar@example.org');
      expect(json.authority.objectType).to.be.oneOf(['Agent', 'Group']);
    });

    it('a timestamp in the future or with another offset is the same moment afterwards', async () => {
      for (const timestamp of ['2099-01-01T00:00:00Z', '2024-06-01T10:00:00.5+02:00']) {
        const sent = sample({ timestamp });
        await post(sent);
        const { json } = await find(sent.id);
        expect(Date.parse(json.timestamp)).to.equal(Date.parse(timestamp));
        if (version === '2.0.0') expect(json.timestamp).to.match(/Z$/);
      }
    });

    it('a single context activity comes back as an array, in SubStatements too', async () => {
      const parent = newActivity();
      const contextActivities = { parent };
      const sent = sample({
        context: { contextActivities },
        object: subStatement({ context: { contextActivities } }),
      });
      await post(sent);
      const { json } = await find(sent.id);
      expect(json.context.contextActivities.parent).to.deep.equal([parent]);
      expect(json.object.context.contextActivities.parent).to.deep.equal([parent]);
    });

    it('ids are compared without case', async () => {
      const sent = sample();
      await post({ ...sent, id: sent.id.toUpperCase() });
      expect((await find(sent.id)).status).to.equal(200);
      expect((await find(sent.id.toUpperCase())).status).to.equal(200);
    });

    it('the same statement again: 200 or 204, and nothing changes', async () => {
      const sent = sample();
      await post(sent);
      const { json: first } = await find(sent.id);
      expect((await post(sent)).status).to.equal(200);
      expect((await put(sent.id, sent)).status).to.equal(204);
      expect((await find(sent.id)).json).to.deep.equal(first);
    });

    it('equal statements are no conflict: members in another order, one activity as a list', async () => {
      const [ada, grace] = [{ mbox: 'mailto:a@example.org' }, { mbox: 'mailto:g@example.org' }];
      const actor = (member: object[]) => ({ objectType: 'Group', member });
      const parent = newActivity();
      const sent = sample({ context: { contextActivities: { parent } } });
      await post({ ...sent, actor: actor([ada, grace]) });
      const again = { ...sent, context: { contextActivities: { parent: [parent] } } };
      expect((await post({ ...again, actor: actor([grace, ada]) })).status).to.equal(200);
    });

    it('another statement with the same id: 409, and the first stays', async () => {
      const sent = sample();
      await post(sent);
      const other = { ...sent, verb: { id: 'http://example.org/other' } };
      expect((await post(other)).status).to.equal(409);
      expect((await put(sent.id, other)).status).to.equal(409);
      expect((await find(sent.id)).json.verb).to.deep.equal(sent.verb);
    });

    it('a conflict in a batch: 409 that names the statement, and none is stored', async () => {
      const stored = sample();
      await post(stored);
      const fresh = sample();
      const answer = await post([fresh, { ...stored, object: newActivity() }]);
      expect([answer.status, answer.json.statement]).to.deep.equal([409, 1]);
      expect((await find(fresh.id)).status).to.equal(404);
    });

    it('an invalid statement in a batch: 400 that says which and where, and none is stored', async () => {
      const fresh = sample();
      const broken = { ...sample(), result: { score: { scaled: 2 } } };
      const answer = await post([fresh, broken, sample()]);
      expect(answer.status).to.equal(400);
      expect(answer.json).to.include({ statement: 1, pointer: '/result/score/scaled' });
      expect(answer.json.error).to.be.a('string');
      expect(answer.json.expected).to.be.a('string');
      expect((await find(fresh.id)).status).to.equal(404);
    });

    it('the same id twice in a batch: 400', async () => {
      const sent = sample();
      expect((await post([sent, { ...sample(), id: sent.id }])).status).to.equal(400);
      expect((await find(sent.id)).status).to.equal(404);
    });

    it('a StatementRef may refer to what is not there', async () => {
      expect((await post(sample({ object: reference(newId()) }))).status).to.equal(200);
    });

    it('a body that is not JSON in UTF-8, or of another type: 400', async () => {
      const json = { 'Content-Type': 'application/json' };
      const text = JSON.stringify(sample());
      for (const [headers, body] of [
        [json, text.slice(0, -1)],
        [json, ''],
        [json, Buffer.from(JSON.stringify({ ...sample(), result: { response: 'ÿ' } }), 'latin1')],
        [{ 'Content-Type': 'text/plain' }, text],
        [{ 'Content-Type': 'application/xml' }, text],
      ] as const) {
        const { status } = await lrs.ask('POST', '/statements', { version, headers, body });
        expect(status, `${headers['Content-Type']} ${body}`).to.equal(400);
      }
    });

    it('DELETE: 405 that names what is allowed', async () => {
      const { status, headers } = await lrs.ask('DELETE', '/statements', { version });
      expect(status).to.equal(405);
      expect(headers.get('Allow')).to.match(/GET, PUT, POST/);
    });
  });
}
