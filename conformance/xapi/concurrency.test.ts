import { expect } from 'chai';
import { documentPlaces, newDocument } from './lrs/documents.ts';
import { type Lrs, openLrs, versions } from './lrs/lrs.ts';

const other = '"0000000000000000000000000000000000000000"';

for (const version of versions) {
  for (const kind of documentPlaces) {
    describe(`xAPI ${version}: concurrency of ${kind.path}`, () => {
      let lrs: Lrs;
      before(async () => {
        lrs = await openLrs();
      });
      after(() => lrs.close());

      const absent = () => newDocument(lrs, version, kind);
      const present = async () => {
        const document = absent();
        await document.set({ json: { n: 1 } });
        const etag = (await document.get()).headers.get('ETag') ?? '';
        return { ...document, etag };
      };
      const methods = ['put', 'post', 'remove'] as const;
      const json = { n: 2 };

      for (const method of methods) {
        const asked = method === 'remove' ? {} : { json };

        it(`${method} with the ETag: 204`, async () => {
          const document = await present();
          for (const tag of [document.etag, `${other}, ${document.etag}`, '*']) {
            const { status } = await document[method]({ ...asked, headers: { 'If-Match': tag } });
            expect(status).to.equal(204);
            await document.set({ json: { n: 1 } });
          }
        });

        it(`${method} with another ETag: 412 that says why, and nothing changes`, async () => {
          const document = await present();
          for (const headers of [
            { 'If-Match': other },
            { 'If-None-Match': document.etag },
            { 'If-None-Match': '*' },
          ]) {
            const answer = await document[method]({ ...asked, headers });
            expect(answer.status, JSON.stringify(headers)).to.equal(412);
            expect(answer.json.error).to.be.a('string');
            expect((await document.get()).json).to.deep.equal({ n: 1 });
          }
        });

        it(`${method} with an ETag when nothing is there: 412, and nothing is`, async () => {
          const document = absent();
          for (const tag of [other, '*']) {
            const { status } = await document[method]({ ...asked, headers: { 'If-Match': tag } });
            expect(status).to.equal(412);
            expect((await document.get()).status).to.equal(404);
          }
        });
      }

      it('If-None-Match: * stores what is not there', async () => {
        const document = absent();
        const headers = { 'If-None-Match': '*' };
        expect((await document.put({ json, headers })).status).to.equal(204);
        expect((await document.get()).json).to.deep.equal(json);
      });

      const isState = kind.idParameter === 'stateId';
      const isLenient = version === '1.0.3' && isState;
      it(`PUT without tag on what is there: ${isLenient ? 204 : '409, and nothing changes'}`, async () => {
        const document = await present();
        const answer = await document.put({ json });
        expect(answer.status).to.equal(isLenient ? 204 : 409);
        if (!isLenient) expect(answer.json.expected).to.match(/If-Match/);
        expect((await document.get()).json).to.deep.equal(isLenient ? json : { n: 1 });
      });

      const needsTag = version === '1.0.3' && !isState;
      it(`PUT without tag when nothing is there: ${needsTag ? 400 : 204}`, async () => {
        const document = absent();
        expect((await document.put({ json })).status).to.equal(needsTag ? 400 : 204);
      });

      it('POST and DELETE need no tag', async () => {
        const document = await present();
        expect((await document.post({ json })).status).to.equal(204);
        expect((await document.remove()).status).to.equal(204);
      });

      it('of many at once with the same ETag one gets through, the others 412', async () => {
        const document = await present();
        const headers = { 'If-Match': document.etag };
        const writers = Array.from({ length: 8 }, (_, n) =>
          document.put({ json: { writer: n }, headers }),
        );
        const statuses = (await Promise.all(writers)).map(({ status }) => status);
        expect(statuses.toSorted()).to.deep.equal([204, ...Array(7).fill(412)]);
        const { writer } = (await document.get()).json;
        expect(statuses[writer]).to.equal(204);
      });

      it('of many at once that create it one gets through', async () => {
        const document = absent();
        const headers = { 'If-None-Match': '*' };
        const writers = Array.from({ length: 8 }, (_, n) =>
          document.put({ json: { writer: n }, headers }),
        );
        const statuses = (await Promise.all(writers)).map(({ status }) => status);
        expect(statuses.toSorted()).to.deep.equal([204, ...Array(7).fill(412)]);
      });

      it('of many POSTs at once none is lost', async () => {
        const document = await present();
        const names = Array.from({ length: 12 }, (_, n) => `property${n}`);
        const answers = await Promise.all(
          names.map((name) => document.post({ json: { [name]: true } })),
        );
        expect(answers.map(({ status }) => status)).to.deep.equal(Array(12).fill(204));
        expect((await document.get()).json).to.have.all.keys('n', ...names);
      });

      it('a counter by If-Match counts each of many increments', async () => {
        const document = await present();
        const increment = async (): Promise<void> => {
          for (;;) {
            const { json: read, headers } = await document.get();
            const answer = await document.put({
              json: { n: read.n + 1 },
              headers: { 'If-Match': headers.get('ETag') ?? '' },
            });
            if (answer.status === 204) return;
            expect(answer.status).to.equal(412);
          }
        };
        await Promise.all(Array.from({ length: 6 }, increment));
        expect((await document.get()).json).to.deep.equal({ n: 7 });
      });
    });
  }
}
