import { expect } from 'chai';
import { newSigner, type Signer } from './lrs/certificate.ts';
import { jwsOf } from './lrs/jws.ts';
import { type Lrs, openLrs, versions } from './lrs/lrs.ts';
import { attachmentOf, multipart, partOf, partsOf } from './lrs/multipart.ts';
import { newActivity, type Sample, sample } from './lrs/samples.ts';

const usageType = 'http://adlnet.gov/expapi/attachments/signature';
const contentType = 'application/octet-stream';

for (const version of versions) {
  describe(`xAPI ${version}: signed statements`, () => {
    let lrs: Lrs;
    let signer: Signer;
    before(async () => {
      lrs = await openLrs();
      signer = newSigner();
    });
    after(() => lrs.close());

    const send = (statement: Sample, jws: string, type = contentType) => {
      const signature = Buffer.from(jws);
      const attachments = [attachmentOf(signature, { usageType, contentType: type })];
      const part = partOf(signature, { 'Content-Type': type });
      const body = multipart({ ...statement, attachments }, [part]);
      return lrs.ask('POST', '/statements', { version, ...body });
    };
    const certified = (alg = 'RS256') => ({ alg, x5c: [signer.certificate] });
    const refused = async (statement: Sample, jws: string) => {
      const answer = await send(statement, jws);
      expect(answer.status).to.equal(400);
      expect(answer.json.error).to.be.a('string');
      const query = { statementId: statement.id };
      expect((await lrs.ask('GET', '/statements', { version, query })).status).to.equal(404);
    };

    for (const alg of ['RS256', 'RS384', 'RS512']) {
      it(`${alg}: accepted with and without certificate, and given back byte by byte`, async () => {
        for (const header of [certified(alg), { alg }]) {
          const statement = sample();
          const jws = jwsOf(statement, signer, header);
          expect((await send(statement, jws)).status).to.equal(200);
          const query = { statementId: statement.id, attachments: 'true' };
          const [, part] = partsOf(await lrs.ask('GET', '/statements', { version, query }));
          expect(part?.content.toString()).to.equal(jws);
        }
      });
    }

    it('the payload may differ in what does not matter: order of properties, time zone', async () => {
      const statement = sample({ timestamp: '2024-06-01T10:00:00Z' });
      const { id, actor, ...rest } = statement;
      const payload = { ...rest, timestamp: '2024-06-01T12:00:00+02:00', actor, id };
      expect((await send(statement, jwsOf(payload, signer, certified()))).status).to.equal(200);
    });

    it('the payload is another statement: 400', async () => {
      const statement = sample();
      await refused(statement, jwsOf({ ...statement, object: newActivity() }, signer, certified()));
    });

    it('the payload was changed after it was signed: 400', async () => {
      const statement = sample();
      const signed = jwsOf({ ...statement, object: newActivity() }, signer, certified());
      const [header, , signature] = signed.split('.');
      const payload = Buffer.from(JSON.stringify(statement)).toString('base64url');
      await refused(statement, `${header}.${payload}.${signature}`);
    });

    it('the signature was changed, or left out: 400', async () => {
      const statement = sample();
      const [header, payload, signature = ''] = jwsOf(statement, signer, certified()).split('.');
      const other = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
      await refused(statement, `${header}.${payload}.${other}`);
      await refused(statement, `${header}.${payload}.`);
    });

    it('the certificate is of another key: 400', async () => {
      const statement = sample();
      const x5c = [newSigner().certificate];
      await refused(statement, jwsOf(statement, signer, { alg: 'RS256', x5c }));
    });

    it('the certificate is none: 400', async () => {
      const statement = sample();
      await refused(statement, jwsOf(statement, signer, { alg: 'RS256', x5c: ['AAAA'] }));
    });

    for (const alg of ['none', 'HS256', 'PS256', 'ES256']) {
      it(`alg ${alg}: 400`, async () => {
        const statement = sample();
        await refused(statement, jwsOf(statement, signer, { alg }));
      });
    }

    it('no compact JWS: 400', async () => {
      const statement = sample();
      const jws = jwsOf(statement, signer, certified());
      const [header = '', payload = '', signature = ''] = jws.split('.');
      for (const other of [
        'signed',
        `${header}.${payload}`,
        JSON.stringify({ payload, signatures: [{ protected: header, signature }] }),
        jwsOf('no JSON', signer, certified()),
      ]) {
        await refused(statement, other);
      }
    });

    it('another contentType than application/octet-stream: 400', async () => {
      const statement = sample();
      const jws = jwsOf(statement, signer, certified());
      expect((await send(statement, jws, 'text/plain')).status).to.equal(400);
    });
  });
}
