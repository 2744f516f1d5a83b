import { expect } from 'chai';
import { type Asked, type Lrs, openLrs, versions } from './lrs/lrs.ts';
import {
  attachmentOf,
  mixed,
  multipart,
  type Part,
  partOf,
  partsOf,
  sha2Of,
} from './lrs/multipart.ts';
import { newId, reference, type Sample, sample, subStatement } from './lrs/samples.ts';

const notes = Buffer.from('notes\r\n--a \r\n\0\xff', 'latin1');
const picture = Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * 7) % 256));
const elsewhere = { fileUrl: 'http://example.org/notes.txt' };

for (const version of versions) {
  describe(`xAPI ${version}: attachments`, () => {
    let lrs: Lrs;
    before(async () => {
      lrs = await openLrs();
    });
    after(() => lrs.close());

    const post = (asked: Asked) => lrs.ask('POST', '/statements', { version, ...asked });
    const send = (json: unknown, ...parts: Part[]) => post(multipart(json, parts));
    const withContents = (query: Record<string, string>) =>
      lrs.ask('GET', '/statements', { version, query: { ...query, attachments: 'true' } });
    const isStored = async ({ id }: Sample) =>
      (await lrs.ask('GET', '/statements', { version, query: { statementId: id } })).status === 200;
    const attached = (...attachments: object[]) => sample({ attachments });

    it('contents come back as they were, each with its headers, after the statement', async () => {
      const image = { contentType: 'image/png' };
      const sent = attached(attachmentOf(notes), attachmentOf(picture, image));
      const contents = [partOf(notes), partOf(picture, { 'Content-Type': 'image/png' })];
      expect((await send(sent, ...contents)).status).to.equal(200);
      const [json, ...parts] = partsOf(await withContents({ statementId: sent.id }));
      expect(json?.headers['content-type']).to.match(/^application\/json/);
      expect(JSON.parse(json?.content.toString() ?? '')).to.deep.include(sent);
      expect(parts).to.have.length(2);
      for (const { content, headers } of parts) {
        expect(headers['x-experience-api-hash']).to.equal(sha2Of(content));
        expect(headers['content-transfer-encoding']).to.equal('binary');
      }
      expect(parts.map(({ content }) => content)).to.have.deep.members([notes, picture]);
      expect(parts.map(({ headers }) => headers['content-type'])).to.have.members([
        'text/plain',
        'image/png',
      ]);
    });

    it('PUT takes them too', async () => {
      const sent = attached(attachmentOf(notes));
      const query = { statementId: sent.id };
      const answer = await lrs.ask('PUT', '/statements', {
        version,
        query,
        ...multipart(sent, [partOf(notes)]),
      });
      expect(answer.status).to.equal(204);
      const [, part] = partsOf(await withContents(query));
      expect(part?.content).to.deep.equal(notes);
    });

    it('without attachments=true the answer is JSON', async () => {
      const sent = attached(attachmentOf(notes));
      await send(sent, partOf(notes));
      for (const query of [
        { statementId: sent.id },
        { statementId: sent.id, attachments: 'false' },
      ]) {
        const { headers, json } = await lrs.ask('GET', '/statements', { version, query });
        expect(headers.get('Content-Type')).to.match(/^application\/json/);
        expect(json.id).to.equal(sent.id);
      }
    });

    it('a content that several statements of a batch name is sent once, and comes once', async () => {
      const registration = newId();
      const attachments = [attachmentOf(notes)];
      const batch = [1, 2].map(() => sample({ attachments, context: { registration } }));
      expect((await send(batch, partOf(notes))).status).to.equal(200);
      const [json, ...parts] = partsOf(await withContents({ registration }));
      expect(JSON.parse(json?.content.toString() ?? '').statements).to.have.length(2);
      expect(parts.map(({ content }) => content)).to.deep.equal([notes]);
    });

    it('attachments of a SubStatement', async () => {
      const sent = sample({ object: subStatement({ attachments: [attachmentOf(notes)] }) });
      expect((await send(sent)).status).to.equal(400);
      expect((await send(sent, partOf(notes))).status).to.equal(200);
      const [, part] = partsOf(await withContents({ statementId: sent.id }));
      expect(part?.content).to.deep.equal(notes);
    });

    for (const algorithm of ['sha224', 'sha384', 'sha512']) {
      it(`a content may be named by its ${algorithm}`, async () => {
        const sha2 = sha2Of(notes, algorithm);
        const sent = attached(attachmentOf(notes, { sha2 }));
        const part = partOf(notes, { 'X-Experience-API-Hash': sha2 });
        expect((await send(sent, part)).status).to.equal(200);
        const [, found] = partsOf(await withContents({ statementId: sent.id }));
        expect(found?.headers['x-experience-api-hash']).to.equal(sha2);
      });
    }

    it('hashes are compared without case', async () => {
      const sha2 = sha2Of(notes).toUpperCase();
      expect((await send(attached(attachmentOf(notes, { sha2 })), partOf(notes))).status).to.equal(
        200,
      );
    });

    it('an empty content', async () => {
      const empty = Buffer.alloc(0);
      const sent = attached(attachmentOf(empty));
      expect((await send(sent, partOf(empty))).status).to.equal(200);
      const [, part] = partsOf(await withContents({ statementId: sent.id }));
      expect(part?.content.length).to.equal(0);
    });

    it('with a fileUrl no content is needed, neither as JSON nor as multipart', async () => {
      const json = () => attached(attachmentOf(notes, { sha2: sha2Of(picture), ...elsewhere }));
      expect((await post({ json: json() })).status).to.equal(200);
      expect((await send(json())).status).to.equal(200);
      expect((await send(json(), partOf(picture))).status).to.equal(200);
    });

    it('multipart without any attachment', async () => {
      expect((await send(sample())).status).to.equal(200);
    });

    const hashed = (hash: string) => partOf(notes, { 'X-Experience-API-Hash': hash });
    const swapped = partOf(picture, { 'X-Experience-API-Hash': sha2Of(notes) });
    const without = (name: string) => {
      const { headers, content } = partOf(notes);
      return {
        content,
        headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)),
      };
    };
    for (const [what, parts] of [
      ['a content is missing', []],
      ['a content comes that nobody names', [partOf(notes), partOf(picture)]],
      ['a content has another hash than its part says', [swapped]],
      ['a part has a hash that is none', [hashed('abc')]],
      ['a part has no X-Experience-API-Hash', [without('X-Experience-API-Hash')]],
      ['a part has no Content-Transfer-Encoding', [without('Content-Transfer-Encoding')]],
      ['a part is in base64', [partOf(notes, { 'Content-Transfer-Encoding': 'base64' })]],
    ] as [string, Part[]][]) {
      it(`${what}: 400, and nothing is stored`, async () => {
        const sent = attached(attachmentOf(notes));
        expect((await send(sent, ...parts)).status).to.equal(400);
        expect(await isStored(sent)).to.equal(false);
      });
    }

    it('a body that is no multipart: 400', async () => {
      const sent = sample();
      const json = {
        headers: { 'Content-Type': 'application/json' },
        content: Buffer.from(JSON.stringify(sent)),
      };
      const good = mixed([json]);
      const type = 'multipart/mixed';
      for (const asked of [
        { ...good, headers: { 'Content-Type': type } },
        { ...good, headers: { 'Content-Type': `${type}; boundary=other` } },
        { ...good, body: good.body.subarray(0, good.body.length - 6) },
        mixed([]),
        mixed([partOf(notes), json]),
        mixed([{ ...json, content: Buffer.from('{') }]),
        { ...good, headers: { 'Content-Type': 'multipart/form-data; boundary="a b"' } },
      ]) {
        expect((await post(asked)).status).to.equal(400);
      }
      expect(await isStored(sent)).to.equal(false);
    });

    it('a conflict: 409, also with attachments', async () => {
      const sent = attached(attachmentOf(notes));
      await send(sent, partOf(notes));
      const other = { ...sent, object: reference(newId()) };
      expect((await send(other, partOf(notes))).status).to.equal(409);
    });
  });
}
