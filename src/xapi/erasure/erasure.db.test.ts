import { createHash } from 'node:crypto';
import { checkStatement } from '@crosswalk/xapi-lrs';
import { expect } from 'chai';
import type { TestHub } from '../../api/test-hub.ts';
import { rebuildAnalytics } from '../analytics/rollups/rebuild.ts';
import { rollNext } from '../analytics/rollups/roll.ts';
import { analyticsOf } from '../analytics/test-analytics.store.ts';
import { ADL, course, did, erasing, other } from './test-erasure.ts';

describe('xAPI erasure', () => {
  const given = erasing();
  const { post, person, erased, prepared, save, textOf, found, rows, agents, everywhere } = given;
  let hub: TestHub;
  let home: string;
  let email: string;

  before(() => {
    hub = given.hub();
    home = given.home();
  });
  beforeEach(() => {
    email = given.email();
  });

  it('pseudonymises everywhere, by every identifier, and what comes again too', async function () {
    this.timeout(60_000);
    const personId = await person();
    const known = agents(personId);
    const sent = Object.values(known).flatMap((ada) =>
      Object.entries(everywhere(ada)).map(([place, statement]) => ({
        place,
        statement: prepared(statement),
      })),
    );
    const vouched = prepared(
      { actor: other, verb: did, object: course },
      { objectType: 'Agent', ...known.mbox },
    );
    const first = sent[0]?.statement ?? vouched;
    const referring = prepared({
      ...{ actor: other, verb: { id: 'https://example.com/commented' } },
      object: { objectType: 'StatementRef', id: first.id },
    });
    const voided = prepared({ actor: known.mbox, verb: did, object: course });
    const voiding = prepared({
      ...{ actor: other, verb: { id: `${ADL}/voided` } },
      object: { objectType: 'StatementRef', id: voided.id },
    });
    await save(...sent.map(({ statement }) => statement), vouched, referring, voided, voiding);
    await hub.hub.database.tenant(hub.tenantId, (db) => rollNext(db));

    const erasure = await erased(`/v1/people/${personId}/erasures`);
    expect(erasure.status).to.equal('succeeded');
    expect(erasure.report.statementsPseudonymised).to.equal(sent.length + 2);
    expect(erasure.pseudonym).to.match(/^erased:[0-9a-f]{32}$/);
    for (const { place, statement } of [...sent, { place: 'voided', statement: voided }]) {
      const json = await textOf(statement.id);
      for (const text of [personId, email, known.hashed.mbox_sha1sum, '"Ada"']) {
        expect(json, `${place}: ${text}`).to.not.contain(text);
      }
      expect(json, place).to.contain(erasure.pseudonym);
      const { stored: _, ...again } = JSON.parse(json);
      checkStatement(again, '2.0.0');
    }
    expect(await textOf(vouched.id)).to.not.contain(email);
    expect(await textOf(vouched.id)).to.contain(erasure.pseudonym);

    for (const ifi of [
      `account:${home}|${personId}`,
      `mbox:mailto:${email}`,
      `mbox_sha1sum:${known.hashed.mbox_sha1sum}`,
    ]) {
      expect(await found(ifi), ifi).to.deep.equal([]);
    }
    const pseudonym = `account:${home}|${erasure.pseudonym}`;
    expect(await found(pseudonym)).to.have.members([
      ...sent.map(({ statement }) => statement.id),
      vouched.id,
      referring.id,
      voiding.id,
    ]);
    expect(await found(pseudonym, false)).to.include.members([first.id, referring.id]);

    const before = await rows(
      'select id, hash, keys, json from statement where tenant_id = $1 order by seq',
    );
    await save(...sent.map(({ statement }) => statement), voided);
    expect(
      await rows('select id, hash, keys, json from statement where tenant_id = $1 order by seq'),
      'sent again, they change nothing',
    ).to.deep.equal(before);
    const late = prepared({ actor: known.hashed, verb: did, object: course });
    await save(late);
    expect(await textOf(late.id)).to.contain(erasure.pseudonym);
    expect(await rows('select text from lrs_term where tenant_id = $1')).to.not.deep.include({
      text: `mbox:mailto:${email}`,
    });

    const all = async (tables: string[]) =>
      JSON.stringify(
        await Promise.all(tables.map((t) => rows(`select * from ${t} where tenant_id = $1`))),
      );
    const left = await all([
      'statement',
      'agent_name',
      'lrs_term',
      'lrs_erasure',
      'job',
      'person',
      'outbox_event',
      'identity',
    ]);
    for (const text of [email, email.toLowerCase(), known.hashed.mbox_sha1sum, '"Ada"']) {
      expect(left, text).to.not.contain(text);
    }
    while (await hub.hub.database.tenant(hub.tenantId, (db) => rollNext(db)));
    const live = await analyticsOf(hub.hub.database, hub.tenantId);
    await rebuildAnalytics(hub.hub.database, hub.tenantId, { hub: home });
    expect(await analyticsOf(hub.hub.database, hub.tenantId)).to.deep.equal(live);
    expect((await hub.request('GET', `/v1/people/${personId}`)).status).to.equal(404);
  });

  it('takes the signature away, which holds the statement as it was, and deletes its content', async () => {
    const personId = await person();
    const sha2 = createHash('sha256').update(personId).digest('hex');
    const attachment = (usage: string, hash: string) => ({
      ...{
        usageType: usage,
        display: { en: 'x' },
        contentType: 'application/octet-stream',
        length: 3,
        sha2: hash,
      },
    });
    const kept = createHash('sha256').update('kept').digest('hex');
    await hub.hub.database.tenant(hub.tenantId, (db) =>
      db.query(
        `insert into lrs_content (tenant_id, sha2, sha256, bytes) values ($1, $2, $2, 3), ($1, $3, $3, 3)`,
        [hub.tenantId, sha2, kept],
      ),
    );
    const signed = prepared({
      ...{ actor: { account: { homePage: home, name: personId } }, verb: did, object: course },
      attachments: [
        attachment('http://adlnet.gov/expapi/attachments/signature', sha2),
        attachment('https://example.com/essay', kept),
      ],
    });
    await save(signed);
    const { report } = await erased(`/v1/people/${personId}/erasures`);
    expect(report.attachmentsDeleted).to.equal(1);
    const { attachments } = JSON.parse(await textOf(signed.id));
    expect(attachments.map((one: { sha2: string }) => one.sha2)).to.deep.equal([kept]);
    expect(
      (await rows('select sha2 from lrs_content where tenant_id = $1')).map((row) => row.sha2),
    ).to.deep.equal([kept]);
  });

  it('purges what is their own, pseudonymises where others name them, and refuses both again', async () => {
    const personId = await person();
    const known = agents(personId);
    const named = Object.entries(everywhere(known.mbox)).map(([place, statement]) => ({
      place,
      statement: prepared(statement),
    }));
    await save(...named.map(({ statement }) => statement));
    await hub.hub.lrsStore.writeDocument(
      hub.tenantId,
      { kind: 'agent-profile', agent: `mbox:mailto:${email}`, id: 'x' },
      { contentType: 'text/plain', content: Buffer.from('Ada'), etag: 'x' },
      'anything',
    );
    const { report, pseudonym } = await erased(`/v1/people/${personId}/erasures`, {
      mode: 'purge',
    });
    expect(report).to.include({ statementsDeleted: 3, documentsDeleted: 1 });
    for (const { place, statement } of named) {
      const isOwn = ['actor', 'object', 'SubStatement'].includes(place);
      const json = await textOf(statement.id);
      if (isOwn) expect(json, place).to.equal('');
      else expect(json, place).to.contain(pseudonym).and.not.contain(email);
    }
    const { key, secret } = await post<{ key: string; secret: string }>('/v1/lrs-credentials', {
      ...{ name: 'sender', scopes: ['all'], defaultVersion: '2.0.0' },
    });
    const send = (path: string, body: unknown) =>
      fetch(`${hub.url}/xapi/${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
          'Content-Type': 'application/json',
          'X-Experience-API-Version': '2.0.0',
        },
        body: JSON.stringify(body),
      });
    const answer = await send('statements', [
      { actor: other, verb: did, object: course },
      { actor: known.hashed, verb: did, object: course },
    ]);
    expect(answer.status).to.equal(403);
    expect(await answer.json()).to.include({ statement: 1 });
    const agent = encodeURIComponent(JSON.stringify({ mbox: `mailto:${email}` }));
    const profile = await send(`agents/profile?profileId=x&agent=${agent}`, { a: 1 });
    expect(profile.status).to.equal(403);
  });
});
