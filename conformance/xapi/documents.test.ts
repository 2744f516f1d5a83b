import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { documentPlaces, newDocument } from './lrs/documents.ts';
import { type Fields, type Lrs, openLrs, versions } from './lrs/lrs.ts';
import { newId } from './lrs/samples.ts';

for (const version of versions) {
  for (const kind of documentPlaces) {
    const { path, idParameter } = kind;
    describe(`xAPI ${version}: ${path}`, () => {
      let lrs: Lrs;
      before(async () => {
        lrs = await openLrs();
      });
      after(() => lrs.close());

      const create = (within?: Record<string, string>) => newDocument(lrs, version, kind, within);
      const list = (query: Fields) => lrs.ask('GET', path, { version, query });

      it('a document of any type comes back byte by byte, with type, ETag and time', async () => {
        const document = create();
        const body = Buffer.from([0, 255, 13, 10, 128]);
        const before = Math.floor(Date.now() / 1000) * 1000;
        await document.set({ body, headers: { 'Content-Type': 'image/png' } });
        const { status, headers, bytes } = await document.get();
        expect([status, bytes]).to.deep.equal([200, body]);
        expect(headers.get('Content-Type')).to.equal('image/png');
        const sha1 = createHash('sha1').update(body).digest('hex');
        expect(headers.get('ETag')).to.equal(`"${sha1}"`);
        const modified = Date.parse(headers.get('Last-Modified') ?? '');
        expect(modified).to.be.within(before, Date.now());
      });

      it('an empty document, and one without Content-Type', async () => {
        const document = create();
        await document.set({ body: Buffer.alloc(0) });
        const { status, headers, bytes } = await document.get();
        expect([status, bytes.length]).to.deep.equal([200, 0]);
        expect(headers.get('Content-Type')).to.equal('application/octet-stream');
      });

      it('a document that is not there: 404', async () => {
        expect((await create().get()).status).to.equal(404);
      });

      it('PUT replaces it whole', async () => {
        const document = create();
        await document.set({ json: { a: 1 } });
        const etag = (await document.get()).headers.get('ETag') ?? '';
        const headers = { 'If-Match': etag };
        expect((await document.put({ json: { b: 2 }, headers })).status).to.equal(204);
        expect((await document.get()).json).to.deep.equal({ b: 2 });
      });

      it('POST of a new document stores it', async () => {
        const document = create();
        expect((await document.post({ json: { a: 1 } })).status).to.equal(204);
        expect((await document.get()).json).to.deep.equal({ a: 1 });
      });

      it('POST of broken JSON when nothing is there: 400; of another type it stores it', async () => {
        const document = create();
        const json = { 'Content-Type': 'application/json' };
        expect((await document.post({ body: '{', headers: json })).status).to.equal(400);
        expect((await document.get()).status).to.equal(404);
        const text = { 'Content-Type': 'text/plain' };
        expect((await document.post({ body: '{', headers: text })).status).to.equal(204);
      });

      it('POST merges objects at the top level only', async () => {
        const document = create();
        await document.set({ json: { keep: 1, change: { a: 1, b: [1] }, empty: 'x' } });
        const sent = { change: { c: 1 }, empty: null, added: [2] };
        expect((await document.post({ json: sent })).status).to.equal(204);
        const { json, headers } = await document.get();
        expect(json).to.deep.equal({ keep: 1, change: { c: 1 }, empty: null, added: [2] });
        expect(headers.get('Content-Type')).to.match(/^application\/json/);
      });

      it('POST of a property named __proto__ is but a property', async () => {
        const document = create();
        await document.set({ json: { a: 1 } });
        const headers = { 'Content-Type': 'application/json' };
        await document.post({ body: '{"__proto__":{"b":2}}', headers });
        expect((await document.get()).bytes.toString()).to.equal('{"a":1,"__proto__":{"b":2}}');
      });

      for (const [what, stored, sent] of [
        ['of a list', { json: {} }, { json: [1] }],
        ['of null', { json: {} }, { json: null }],
        [
          'of broken JSON',
          { json: {} },
          { body: '{', headers: { 'Content-Type': 'application/json' } },
        ],
        [
          'of another type',
          { json: {} },
          { body: '{}', headers: { 'Content-Type': 'text/plain' } },
        ],
        [
          'to a document of another type',
          { body: '{}', headers: { 'Content-Type': 'text/plain' } },
          { json: {} },
        ],
        ['to a list', { json: [] }, { json: {} }],
      ] as const) {
        it(`POST ${what}: 400, and the document stays`, async () => {
          const document = create();
          await document.set(stored);
          const before = await document.get();
          expect((await document.post(sent)).status).to.equal(400);
          const after = await document.get();
          expect(after.bytes).to.deep.equal(before.bytes);
          expect(after.headers.get('ETag')).to.equal(before.headers.get('ETag'));
        });
      }

      it('DELETE removes it; once more: 204 as well', async () => {
        const document = create();
        await document.set({ json: {} });
        expect((await document.remove()).status).to.equal(204);
        expect((await document.get()).status).to.equal(404);
        expect((await document.remove()).status).to.equal(204);
      });

      it(`without ${idParameter}: the ids of what is there, and nothing of other places`, async () => {
        const within = kind.place();
        const documents = [create(within), create(within)];
        for (const document of [...documents, create()]) await document.set({ json: {} });
        const { status, json } = await list(within);
        expect(status).to.equal(200);
        expect(json).to.have.members(documents.map(({ query }) => query[idParameter]));
        expect((await list(kind.place())).json).to.deep.equal([]);
      });

      it('since: only what was stored or changed afterwards', async () => {
        const within = kind.place();
        const [old, changed] = [create(within), create(within)];
        await old.set({ json: {} });
        await changed.set({ json: {} });
        await new Promise((resolve) => setTimeout(resolve, 5));
        const since = new Date().toISOString();
        await new Promise((resolve) => setTimeout(resolve, 5));
        await changed.post({ json: { a: 1 } });
        expect((await list({ ...within, since })).json).to.deep.equal([changed.query[idParameter]]);
      });

      it('parameters: each is needed, known, and right', async () => {
        const { query } = create();
        const json = {};
        for (const name of Object.keys(query)) {
          const { [name]: _, ...rest } = query;
          expect((await lrs.ask('PUT', path, { version, query: rest, json })).status).to.equal(400);
          if (name === idParameter) continue;
          for (const method of ['GET', 'DELETE']) {
            const { status } = await lrs.ask(method, path, { version, query: rest });
            expect(status, `${method} without ${name}`).to.equal(400);
          }
        }
        for (const more of [
          { mood: 'good' },
          { [idParameter.toUpperCase()]: 'x' },
          { since: '2024-01-01T00:00:00Z' },
          ...(query.agent ? [{ agent: 'ada' }, { agent: '{"name":"Ada"}' }] : []),
          ...(query.agent
            ? [{ agent: '{"account":{"homePage":"http://x.example","name":"\\u0000"}}' }]
            : []),
          ...(query.activityId ? [{ activityId: 'a' }] : []),
          { [idParameter]: 'a\0' },
        ]) {
          const { status } = await list({ ...query, ...more });
          expect(status, JSON.stringify(more)).to.equal(400);
        }
        const { [idParameter]: _, ...within } = query;
        expect((await list({ ...within, since: 'yesterday' })).status).to.equal(400);
      });

      it('it is no page of the server: nosniff and sandboxed', async () => {
        const document = create();
        const html = { 'Content-Type': 'text/html' };
        await document.set({ body: '<script>alert(1)</script>', headers: html });
        const { headers } = await document.get();
        expect(headers.get('X-Content-Type-Options')).to.equal('nosniff');
        expect(headers.get('Content-Security-Policy')).to.match(/sandbox/);
      });
    });
  }

  describe(`xAPI ${version}: state and registration`, () => {
    const [kind] = documentPlaces;
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    if (!kind) throw new Error('there is no state');
    const ask = (method: string, query: Fields) => lrs.ask(method, kind.path, { version, query });
    const places = async () => {
      const without = kind.place();
      const [one, two] = [newId(), newId()].map((registration) => ({ ...without, registration }));
      if (!one || !two) throw new Error('two places');
      const documents = [without, one, two].map((within) =>
        newDocument(lrs, version, kind, within),
      );
      const ids: string[] = [];
      for (const document of documents) {
        await document.set({ json: { of: document.query.registration ?? null } });
        ids.push(document.query.stateId ?? '');
      }
      return { without, one, two, documents, ids };
    };

    it('each registration has its own, and so has none', async () => {
      const { documents } = await places();
      for (const { query, get } of documents) {
        expect((await get()).json).to.deep.equal({ of: query.registration ?? null });
        const { registration: _, ...without } = query;
        if (query.registration) expect((await ask('GET', without)).status).to.equal(404);
      }
    });

    it('registration is compared without case; one that is no UUID: 400', async () => {
      const { one, documents } = await places();
      const query = { ...documents[1]?.query, registration: one.registration.toUpperCase() };
      expect((await ask('GET', query)).status).to.equal(200);
      expect((await ask('GET', { ...one, registration: 'one' })).status).to.equal(400);
    });

    it('ids: of that registration, or of all', async () => {
      const { without, one, ids } = await places();
      expect((await ask('GET', one)).json).to.deep.equal([ids[1]]);
      expect((await ask('GET', without)).json).to.have.members(ids);
    });

    it('DELETE without stateId: all of that registration, or all', async () => {
      const { without, one, ids } = await places();
      expect((await ask('DELETE', one)).status).to.equal(204);
      expect((await ask('GET', without)).json).to.have.members([ids[0], ids[2]]);
      expect((await ask('DELETE', without)).status).to.equal(204);
      expect((await ask('GET', without)).json).to.deep.equal([]);
    });
  });
}
