import { sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { startTestHub, type TestHub } from '../../../api/test-hub.ts';
import { newCertifiedKey } from '../keys/self-signed-certificate.ts';
import { codeOf, cookiesOf, ssoSettings, startTestIdp, type TestIdp } from '../testing/test-idp.ts';
import { namespaces } from '../xml/names.ts';

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

interface Changes {
  nameId?: string;
  destination?: string;
  issuer?: string;
  sessionIndex?: string;
}

describe('a logout that a provider sends', () => {
  let hub: TestHub;
  let idp: TestIdp;
  let count = 0;

  before(async () => {
    hub = await startTestHub(ssoSettings);
    idp = await startTestIdp(hub);
  });
  after(() => hub.close());

  const requestXml = ({ nameId = 'ada-1', sessionIndex, ...changes }: Changes = {}) => {
    const { destination = idp.sp.slo, issuer = idp.entityId } = changes;
    count += 1;
    const session = sessionIndex ? `<p:SessionIndex>${sessionIndex}</p:SessionIndex>` : '';
    return `<p:LogoutRequest xmlns:p="${namespaces.protocol}" xmlns:a="${namespaces.assertion}" ID="_l${count}" Version="2.0" IssueInstant="${new Date().toISOString()}" Destination="${destination}"><a:Issuer>${issuer}</a:Issuer><a:NameID>${nameId}</a:NameID>${session}</p:LogoutRequest>`;
  };
  const signed = (xml: string, { key = idp.key, algorithm = RSA_SHA256 } = {}) => {
    const query = new URLSearchParams({
      SAMLRequest: deflateRawSync(xml).toString('base64'),
      SigAlg: algorithm,
    }).toString();
    const signature = sign('sha256', Buffer.from(query), key.privateKey).toString('base64');
    return `${query}&${new URLSearchParams({ Signature: signature })}`;
  };
  const send = (query: string) =>
    hub.request('GET', `${new URL(idp.sp.slo).pathname}?${query}`, { key: null });
  const home = async (Cookie: string) =>
    (await hub.request('GET', '/play/home', { key: null, headers: { Cookie } })).status;
  const signIn = async (nameId: string, sessionIndex: string) =>
    cookiesOf(await idp.signIn({ nameId, sessionIndex }));

  it('ends the sessions of whom it names, or the one that it names, once', async () => {
    const [first, second] = [await signIn('ada-1', '_s1'), await signIn('ada-1', '_s2')];
    const other = await signIn('eve', '_s3');
    const one = signed(requestXml({ sessionIndex: '_s1' }));
    expect((await send(one)).status).to.be.below(400);
    expect([await home(first), await home(second)]).to.deep.equal([401, 200]);
    expect((await send(one)).status, 'a second time').to.be.within(400, 499);
    await send(signed(requestXml()));
    expect([await home(second), await home(other)]).to.deep.equal([401, 200]);
  });

  it('is refused by another key, for another address, of another issuer, unsigned', async () => {
    const cookie = await signIn('ada-1', '_s4');
    const other = await newCertifiedKey({ name: 'x', years: 1 });
    for (const query of [
      signed(requestXml(), { key: other }),
      signed(requestXml({ destination: 'https://other.example/slo' })),
      signed(requestXml({ issuer: 'https://evil.example' })),
      signed(requestXml()).replace(/&Signature=.*/, ''),
      `${signed(requestXml())}&SAMLRequest=x`,
    ]) {
      const { status } = await send(query);
      expect(status).to.be.within(400, 499);
    }
    expect(await home(cookie)).to.equal(200);
  });

  it('is refused by algorithms that are none, also by names that every object has', async () => {
    for (const algorithm of [
      'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      ...['', 'constructor', '__proto__', 'toString'],
    ]) {
      const answer = await send(signed(requestXml(), { algorithm }));
      expect(answer.status, `${algorithm} ${answer.text}`).to.be.within(400, 499);
      expect(codeOf(answer)).to.equal('logout_invalid');
    }
  });

  it('is refused where the address is not encoded as it should be', async () => {
    for (const query of ['', 'SAMLRequest', 'SAMLRequest=%E0%A4%A', 'SAMLResponse=x&SigAlg=y']) {
      expect((await send(query)).status, query).to.be.within(400, 499);
    }
  });
});
