import { expect } from 'chai';
import { type Answer, type Lrs, openLrs, versions } from './lrs/lrs.ts';
import { newActivity, type Sample, sample, voiding } from './lrs/samples.ts';

for (const version of versions) {
  describe(`xAPI ${version}: pages of statements`, () => {
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    const store = (json: unknown) => lrs.ask('POST', '/statements', { version, json });
    const next = ({ json }: Answer) =>
      lrs.ask('GET', new URL(json.more, lrs.endpoint).href, { version });

    async function stored(count: number) {
      const object = newActivity();
      const sent = Array.from({ length: count }, () => sample({ object }));
      await store(sent);
      return { object, ids: sent.map(({ id }) => id), activity: object.id };
    }

    async function readAll(query: Record<string, string>, between = async () => {}) {
      const ids: string[] = [];
      let page = await lrs.ask('GET', '/statements', { version, query });
      for (;;) {
        expect(page.status).to.equal(200);
        ids.push(...page.json.statements.map(({ id }: Sample) => id));
        if (page.json.more === '') return ids;
        await between();
        page = await next(page);
      }
    }

    it('more is relative to the host, and leads through all of them once', async () => {
      const { ids, activity } = await stored(7);
      const query = { activity, limit: '3' };
      const first = await lrs.ask('GET', '/statements', { version, query });
      expect(first.json.more).to.match(/^\/[^/]/);
      expect(await readAll(query)).to.deep.equal(ids.toReversed());
      expect(await readAll({ ...query, ascending: 'true' })).to.deep.equal(ids);
    });

    it('more leads on from an address with a slash too many', async () => {
      const { ids, activity } = await stored(3);
      for (const path of ['//statements', '/statements/']) {
        const query = { activity, limit: '2' };
        const first = await lrs.ask('GET', path, { version, query });
        const second = await next(first);
        expect(second.json.statements.map(({ id }: Sample) => id)).to.deep.equal([ids[0]]);
      }
    });

    it('more is empty on the last page, also when that is full', async () => {
      const { activity } = await stored(2);
      const { json } = await lrs.ask('GET', '/statements', {
        version,
        query: { activity, limit: '2' },
      });
      expect(json.more).to.equal('');
    });

    it('while others store: newest first shows what was there, oldest first all in the end', async () => {
      const { ids, object, activity } = await stored(9);
      const added: string[] = [];
      const between = async () => {
        if (added.length >= 9) return;
        const more = Array.from({ length: 3 }, () => sample({ object }));
        await Promise.all(more.map(store));
        added.push(...more.map(({ id }) => id));
      };
      expect(await readAll({ activity, limit: '2' }, between)).to.deep.equal(ids.toReversed());
      const all = await readAll({ activity, limit: '2', ascending: 'true' });
      expect(all).to.have.members([...ids, ...added]);
    });

    it('many readers and writers at once: no reader skips or repeats', async () => {
      const { ids, object, activity } = await stored(20);
      const write = async () => {
        for (let n = 0; n < 10; n++) await store([sample({ object }), sample({ object })]);
      };
      const read = async () => {
        const seen = await readAll({ activity, limit: '3', ascending: 'true' });
        expect(new Set(seen).size).to.equal(seen.length);
        expect(seen.slice(0, 20)).to.deep.equal(ids);
      };
      await Promise.all([write(), read(), write(), read(), read()]);
      expect(await readAll({ activity, limit: '7' })).to.have.length(60);
    });

    it('what is voided between two pages is missing from the second', async () => {
      const { ids, activity } = await stored(4);
      const [, target = ''] = ids;
      const seen = await readAll({ activity, limit: '2' }, async () => {
        await store(voiding(target));
      });
      expect(seen).to.include.members([ids[3], ids[2], ids[0]]);
      expect(seen).not.to.include(target);
    });

    it('format and attachments hold on each page', async () => {
      const { activity } = await stored(3);
      const query = { activity, limit: '2', format: 'ids', attachments: 'true' };
      const first = await lrs.ask('GET', '/statements', { version, query });
      const more = /"more":"([^"]+)"/.exec(first.bytes.toString())?.[1] ?? '';
      const second = await lrs.ask('GET', new URL(more, lrs.endpoint).href, { version });
      expect(second.headers.get('Content-Type')).to.match(/^multipart\/mixed/);
      expect(second.bytes.toString()).to.match(/"verb":\{"id":"[^"]+"\}/);
    });

    it('more that was changed: 400', async () => {
      const { activity } = await stored(3);
      const query = { activity, limit: '2' };
      const { json } = await lrs.ask('GET', '/statements', { version, query });
      const url = new URL(json.more, lrs.endpoint);
      const token = url.searchParams.get('page') ?? '';
      for (const changed of ['', 'x', token.slice(0, -8), token.slice(4)]) {
        url.searchParams.set('page', changed);
        const answer = await lrs.ask('GET', url.href, { version });
        expect(answer.status, changed).to.equal(400);
      }
    });
  });
}
