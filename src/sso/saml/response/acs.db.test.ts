import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { encrypt } from 'xml-encryption';
import { startTestHub, type TestHub } from '../../../api/test-hub.ts';
import { newCertifiedKey } from '../keys/self-signed-certificate.ts';
import { codeOf, cookiesOf, ssoSettings, startTestIdp, type TestIdp } from '../testing/test-idp.ts';
import { type ResponseChanges, responseXml, signElement } from '../testing/test-response.ts';

describe('a response of SAML', () => {
  let hub: TestHub;
  let idp: TestIdp;

  before(async () => {
    hub = await startTestHub(ssoSettings);
    idp = await startTestIdp(hub);
  });
  after(() => hub.close());

  it('signs in whoever the provider vouches for, and leads a learner to their home', async () => {
    const answer = await idp.signIn();
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.text).to.contain('url=/play/home').and.contain('Ada Lovelace');
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('hub_learner='));
    expect(cookie)
      .to.match(/httponly/i)
      .and.match(/samesite=strict/i)
      .and.match(/secure/i);
    expect(cookiesOf(answer)).not.to.contain('hub_session');
  });

  it('finds the same person again', async () => {
    const nameId = 'twice';
    await idp.signIn({ nameId });
    await idp.signIn({ nameId, attributes: { email: 'new@school.example', givenName: 'Bo' } });
    const { body } = await hub.request('GET', '/v1/people?q=new@school.example');
    expect((body as { data: { displayName: string }[] }).data.map((p) => p.displayName)).to.eql([
      'Bo',
    ]);
  });

  const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  // Times count from when a test runs.
  const refused: Record<string, [ResponseChanges | (() => ResponseChanges), string]> = {
    'with another recipient': [{ recipient: 'https://other.example/acs' }, 'confirmation_invalid'],
    'without a recipient': [{ recipient: null }, 'confirmation_invalid'],
    'for another destination': [
      { destination: 'https://other.example/acs' },
      'destination_mismatch',
    ],
    'of another issuer': [{ issuer: 'https://evil.example' }, 'issuer_mismatch'],
    'around which another issuer stands': [
      { responseIssuer: 'https://evil.example' },
      'issuer_mismatch',
    ],
    'whose confirmation is over': [
      () => ({ confirmationUntil: later(-2) }),
      'confirmation_invalid',
    ],
    'whose confirmation has no end': [{ confirmationUntil: null }, 'confirmation_invalid'],
    'that is not successful': [
      { status: 'urn:oasis:names:tc:SAML:2.0:status:Responder' },
      'provider_refused',
    ],
    'to another request in what is signed': [
      { confirmationInResponseTo: '_another' },
      'request_mismatch',
    ],
    'to no request in what is signed': [{ confirmationInResponseTo: null }, 'request_mismatch'],
    'to another request around it': [{ inResponseTo: '_another' }, 'request_mismatch'],
    'for another audience': [{ audience: 'https://other.example' }, 'audience_mismatch'],
    'for no audience': [{ audience: null }, 'audience_mismatch'],
    'that has expired': [() => ({ notOnOrAfter: later(-2) }), 'assertion_expired'],
    'that holds later': [() => ({ notBefore: later(5) }), 'assertion_early'],
    'of a session that is over': [() => ({ sessionUntil: later(-2) }), 'assertion_expired'],
    'with a transient name': [
      { nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
      'subject_missing',
    ],
    'without a name': [{ nameId: '' }, 'subject_missing'],
  };
  for (const [name, [changes, code]] of Object.entries(refused)) {
    it(`is refused ${name}`, async () => {
      const answer = await idp.signIn(typeof changes === 'function' ? changes() : changes);
      expect(codeOf(answer), answer.text).to.equal(code);
      expect(cookiesOf(answer)).to.equal('');
    });
  }

  it('may be late by less than a minute', async () => {
    const [seconds30, seconds90] = [later(-0.5), later(-1.5)];
    expect((await idp.signIn({ notOnOrAfter: seconds30 })).status).to.equal(200);
    expect((await idp.signIn({ confirmationUntil: seconds30 })).status).to.equal(200);
    expect((await idp.signIn({ notOnOrAfter: seconds90 })).status).to.equal(401);
  });

  it('is refused unsigned, and by another key', async () => {
    const login = await idp.login();
    const xml = responseXml(idp.parties(login.requestId));
    expect(codeOf(await idp.post(xml, login))).to.equal('signature_invalid');
    const [again, other] = [await idp.login(), await newCertifiedKey({ name: 'x', years: 1 })];
    const forged = signElement(responseXml(idp.parties(again.requestId)), 'Assertion', other);
    expect(codeOf(await idp.post(forged, again))).to.equal('signature_invalid');
  });

  it('is refused with SHA-1', async () => {
    const login = await idp.login();
    const xml = responseXml(idp.parties(login.requestId));
    const signed = signElement(xml, 'Assertion', { ...idp.key, algorithm: 'sha1' });
    expect(codeOf(await idp.post(signed, login))).to.equal('algorithm_refused');
  });

  it('with elements whose names every object has is read as any other', async () => {
    for (const name of ['constructor', 'toString', '__proto__']) {
      const login = await idp.login();
      const xml = idp.signed(login.requestId);
      const odd = xml.replace('<samlp:Status>', `<${name} Algorithm="x"/><samlp:Status>`);
      expect((await idp.post(odd, login)).status, name).to.equal(200);
    }
  });

  it('may be signed as a whole', async () => {
    const login = await idp.login();
    const signed = signElement(responseXml(idp.parties(login.requestId)), 'Response', idp.key);
    expect((await idp.post(signed, login)).status).to.equal(200);
    const [again, { requestId }] = [await idp.login(), login];
    const bare = responseXml(idp.parties(requestId), { destination: null });
    expect(codeOf(await idp.post(signElement(bare, 'Response', idp.key), again))).to.equal(
      'destination_mismatch',
    );
  });

  it('is used once, and its login too', async () => {
    const login = await idp.login();
    const xml = idp.signed(login.requestId);
    expect((await idp.post(xml, login)).status).to.equal(200);
    expect(codeOf(await idp.post(xml, login))).to.equal('login_unknown');
  });

  it('is taken only from the browser that asked', async () => {
    const [mine, theirs] = [await idp.login(), await idp.login()];
    const xml = idp.signed(mine.requestId);
    const blocked = await idp.post(xml, { ...mine, cookie: '' });
    expect(codeOf(blocked)).to.equal('cookies_blocked');
    const name = mine.cookie.split('=')[0];
    const stolen = `${name}=${theirs.cookie.split('=')[1]}`;
    expect(codeOf(await idp.post(xml, { ...mine, cookie: stolen }))).to.equal('other_browser');
    expect(codeOf(await idp.post(xml, theirs))).to.equal('request_mismatch');
    expect((await idp.post(xml, mine)).status).to.equal(200);
  });

  it('that nobody asked for is taken only where the connection says so', async () => {
    expect(codeOf(await idp.post(idp.signed(undefined)))).to.equal('unsolicited');
    const open = await startTestIdp(hub, { saml: { allowIdpInitiated: true } });
    const xml = open.signed(undefined);
    const relayed = { relayState: 'https://evil.example/', cookie: '' };
    const answer = await open.post(xml, relayed);
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.text).to.contain('url=/play/home').and.not.contain('evil');
    expect(codeOf(await open.post(xml))).to.equal('replayed');
    const asked = open.signed('_somebody-elses-request');
    expect(codeOf(await open.post(asked))).to.equal('request_mismatch');
  });

  it('of one connection is nothing to another, whoever it belongs to', async () => {
    const tenant = await hub.tenant();
    const foreign = await startTestIdp(hub, { tenant, key: idp.key, entityId: idp.entityId });
    const login = await foreign.login();
    const xml = signElement(responseXml({ ...idp.parties(login.requestId) }), 'Assertion', idp.key);
    expect(codeOf(await foreign.post(xml, login))).to.equal('audience_mismatch');
    const again = await foreign.login();
    const moved = await idp.post(foreign.signed(again.requestId), again);
    expect(codeOf(moved)).to.equal('login_unknown');
  });

  it('may be encrypted for the key in our metadata, and then too has to be signed', async () => {
    const { text } = await hub.request('GET', new URL(idp.sp.entityId).pathname, { key: null });
    const base64 = /use="encryption">.*?<ds:X509Certificate>([^<]+)/.exec(text)?.[1] ?? '';
    const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`;
    const seal = async (xml: string) => {
      const assertion = /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)?.[0] ?? '';
      const encrypted = await new Promise<string>((resolve, reject) =>
        encrypt(
          assertion,
          {
            ...{ rsa_pub: publicKeyOf(pem), pem },
            encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
            keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
          },
          (error, result) => (error ? reject(error) : resolve(result)),
        ),
      );
      const sealed = `<saml:EncryptedAssertion>${encrypted}</saml:EncryptedAssertion>`;
      return xml.replace(assertion, sealed);
    };
    const login = await idp.login();
    const good = await idp.post(await seal(idp.signed(login.requestId)), login);
    expect(good.status, good.text).to.equal(200);
    const again = await idp.login();
    const unsigned = await seal(responseXml(idp.parties(again.requestId)));
    expect(codeOf(await idp.post(unsigned, again))).to.equal('signature_invalid');
    const third = await idp.login();
    const weak = signElement(responseXml(idp.parties(third.requestId)), 'Assertion', {
      ...idp.key,
      algorithm: 'sha1',
    });
    expect(codeOf(await idp.post(await seal(weak), third))).to.equal('algorithm_refused');
  });

  it('is refused by a certificate that the provider has withdrawn, and taken by a new one beside the old', async () => {
    const next = await newCertifiedKey({ name: 'next', years: 1 });
    const rolling = await startTestIdp(hub);
    const path = `/v1/sso/connections/${rolling.connectionId}`;
    const use = (certificates: string[]) =>
      hub.request('PATCH', path, { body: { saml: { certificates } } });
    const signBy = async (key: typeof next) => {
      const login = await rolling.login();
      const xml = signElement(responseXml(rolling.parties(login.requestId)), 'Assertion', key);
      return (await rolling.post(xml, login)).status;
    };
    await use([rolling.key.certificate, next.certificate]);
    expect([await signBy(rolling.key), await signBy(next)]).to.eql([200, 200]);
    await use([next.certificate]);
    expect([await signBy(rolling.key), await signBy(next)]).to.eql([401, 200]);
  });

  it('is refused while the connection is paused', async () => {
    const paused = await startTestIdp(hub);
    const login = await paused.login();
    const path = `/v1/sso/connections/${paused.connectionId}`;
    await hub.request('PATCH', path, { body: { enabled: false } });
    const answer = await paused.post(paused.signed(login.requestId), login);
    expect(codeOf(answer)).to.equal('connection_paused');
    expect((await paused.login()).answer.status).to.equal(403);
  });

  it('leaves a record under the reference of its page', async () => {
    const answer = await idp.signIn({ recipient: 'https://other.example/acs' });
    const reference = /class="reference">(\w+)</.exec(answer.text)?.[1];
    const { body } = await hub.request('GET', `/v1/sso/attempts?reference=${reference}`);
    const [attempt] = (body as { data: { errorCode: string; detail: string; steps: unknown[] }[] })
      .data;
    expect(attempt?.errorCode).to.equal('confirmation_invalid');
    expect(attempt?.detail).to.contain('https://other.example/acs');
    expect(JSON.stringify(attempt)).not.to.contain('ada@school.example');
    expect(attempt?.steps.at(-1)).to.have.property('error');
  });
});

function publicKeyOf(pem: string): string {
  return new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'pem' }).toString();
}
