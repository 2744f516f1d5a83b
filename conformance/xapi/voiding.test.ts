import { expect } from 'chai';
import { type Fields, type Lrs, openLrs, versions } from './lrs/lrs.ts';
import { reference, type Sample, sample, voiding } from './lrs/samples.ts';

for (const version of versions) {
  describe(`xAPI ${version}: voided statements`, () => {
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    const ask = (query: Fields) => lrs.ask('GET', '/statements', { version, query });
    const store = async (...statements: Sample[]) => {
      const { status, bytes } = await lrs.ask('POST', '/statements', { version, json: statements });
      expect(status, bytes.toString()).to.equal(200);
    };
    const found = async (query: Fields, ...expected: Sample[]) => {
      const ids = (await ask(query)).json.statements.map(({ id }: Sample) => id);
      expect(ids).to.have.members(expected.map(({ id }) => id));
    };

    it('are not listed nor found by statementId, but by voidedStatementId', async () => {
      const target = sample();
      const voids = voiding(target.id);
      await store(target);
      await store(voids);
      const agent = JSON.stringify(target.actor);
      expect((await ask({ statementId: target.id })).status).to.equal(404);
      expect((await ask({ voidedStatementId: target.id })).json).to.deep.include(target);
      expect((await ask({ voidedStatementId: voids.id })).status).to.equal(404);
      // What refers to a voided statement still matches by it.
      await found({ agent }, voids);
    });

    it('may be voided before they come', async () => {
      const target = sample();
      await store(voiding(target.id));
      await store(target);
      expect((await ask({ statementId: target.id })).status).to.equal(404);
      expect((await ask({ voidedStatementId: target.id })).status).to.equal(200);
    });

    it('a voiding statement cannot be voided: 400, and it still holds', async () => {
      const target = sample();
      const voids = voiding(target.id);
      await store(target, voids);
      const again = await lrs.ask('POST', '/statements', { version, json: voiding(voids.id) });
      expect(again.status).to.equal(400);
      expect((await ask({ statementId: voids.id })).status).to.equal(200);
      expect((await ask({ voidedStatementId: target.id })).status).to.equal(200);
    });

    it('other statements that refer to a voided one are listed', async () => {
      const target = sample();
      const refers = sample({ object: reference(target.id) });
      const voids = voiding(target.id);
      await store(target, refers, voids);
      await found({ agent: JSON.stringify(target.actor) }, refers, voids);
    });
  });
}
