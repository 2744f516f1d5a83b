import { createHmac } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { naiveReaders } from './attacks/naive-verifier.ts';
import { EVIL, takeApart } from './attacks/pieces.ts';
import { assertionWrappings, logoutWrappings, responseWrappings } from './attacks/wrappings.ts';
import { type Connected, connectSaml, openSsoHub, type SsoHub } from './hub.ts';
import { type Identity, newIdentity } from './idp/identity.ts';
import { assertionXml, base64, logoutXml, responseXml, sign } from './idp/messages.ts';
import { VulnerableSaml } from './idp/peer-library.ts';
import { signedQuery } from './idp/redirects.ts';
import { type BegunLogin, beginLogin, post, postResponse } from './victim.ts';

const ADA = 'ada';

describe('attacks on a hub that knows an identity provider', function () {
  this.timeout(120_000);
  let hub: SsoHub;
  let idp: Identity;
  let at: Connected;

  before(async () => {
    hub = await openSsoHub();
    idp = newIdentity();
    at = await connectSaml(hub.client, idp);
  });
  after(() => hub?.close());

  /** What the provider really said, and the login that it answers. */
  async function answered(signed: 'Assertion' | 'Response') {
    const login = await beginLogin(at.login);
    const { requestId } = login;
    const assertion = assertionXml(at, { nameId: ADA, requestId });
    const xml = sign(responseXml(at, { assertion, requestId }), signed, idp);
    return { login, xml };
  }
  const refused = async (xml: string, login: BegunLogin, code?: string) => {
    const verdict = await postResponse(at.acs, xml, login);
    expect(verdict.isSignedIn, verdict.body).to.equal(false);
    expect(verdict.status).to.be.within(400, 499);
    if (code) expect(verdict.code).to.equal(code);
  };
  const attempts = () =>
    hub.client.call<{ data: { outcome: string; personId: string | null }[] }>(
      'GET',
      `/v1/sso/attempts?connectionId=${at.id}&limit=1`,
    );

  for (const signed of ['Assertion', 'Response'] as const) {
    it(`what is not attacked signs in, with a signed ${signed}`, async () => {
      const { login, xml } = await answered(signed);
      const verdict = await postResponse(at.acs, xml, login);
      expect(verdict.isSignedIn, verdict.body).to.equal(true);
      expect((await attempts()).data[0]?.outcome).to.equal('done');
    });
  }

  describe('signature wrapping', () => {
    for (const [signed, wrappings] of [
      ['Response', responseWrappings],
      ['Assertion', assertionWrappings],
    ] as const) {
      for (const [name, wrap] of Object.entries(wrappings)) {
        it(`${name}: bites a naive verifier, and not the hub`, async () => {
          const { login, xml } = await answered(signed);
          const wrapped = wrap(takeApart(xml, signed, ADA));
          expect(wrapped).not.to.equal(xml);
          expect(naiveReaders(wrapped, idp), 'the vector has no teeth').to.include(EVIL);
          await refused(wrapped, login);
          const people = await hub.client.call<{ data: unknown[] }>('GET', `/v1/people?q=${EVIL}`);
          expect(people.data).to.deep.equal([]);
        });
      }
    }

    for (const [name, wrap] of Object.entries(logoutWrappings)) {
      it(`of a logout, ${name}: bites a naive verifier, and ends no session`, async () => {
        const xml = sign(logoutXml(at, ADA), 'LogoutRequest', idp);
        const wrapped = wrap(takeApart(xml, 'LogoutRequest', ADA));
        expect(naiveReaders(wrapped, idp), 'the vector has no teeth').to.include(EVIL);
        const verdict = await post(at.slo, { SAMLRequest: base64(wrapped) });
        expect(verdict.status).to.be.within(400, 499);
        expect(verdict.code).to.equal('logout_invalid');
      });
    }
  });

  describe('a digest in a comment (CVE-2025-29775)', () => {
    async function forged() {
      const { login, xml } = await answered('Assertion');
      const changed = xml.replace(`>${ADA}<`, `>${EVIL}<`);
      const digest = /<DigestValue>([^<]+)</;
      const [, real = ''] = digest.exec(xml) ?? [];
      const signature = /<Signature\b[\s\S]*?<\/Signature>/.exec(changed)?.[0] ?? '';
      const resigned = sign(changed.replace(signature, ''), 'Assertion', newIdentity());
      const [, wanted = ''] = digest.exec(resigned) ?? [];
      return { login, xml: changed.replace(real, `<!--${wanted}-->${real}`) };
    }

    it('is believed by the old library', async () => {
      const { xml } = await forged();
      const old = new VulnerableSaml({
        ...{ idpCert: idp.certificate, issuer: at.entityId, callbackUrl: at.acs },
        ...{ wantAuthnResponseSigned: false, wantAssertionsSigned: true },
      });
      const { profile } = await old.validatePostResponseAsync({ SAMLResponse: base64(xml) });
      expect(profile?.nameID).to.equal(EVIL);
    });

    it('is nothing to the hub', async () => {
      const { xml, login } = await forged();
      await refused(xml, login, 'response_malformed');
    });
  });

  describe('what a reader could take otherwise', () => {
    const changes: Record<string, (xml: string) => string> = {
      'a comment in the name': (xml) => xml.replace(`>${ADA}<`, `>${ADA}<!-- -->.evil<`),
      'a processing instruction in the name': (xml) => xml.replace(`>${ADA}<`, `>${ADA}<?x?><`),
      'a DOCTYPE': (xml) => `<!DOCTYPE r [<!ENTITY e "x">]>${xml}`,
      'an external entity': (xml) =>
        `<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xml.replace(`>${ADA}<`, '>&e;<')}`,
      'entities of entities': (xml) =>
        `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${xml}`,
      'an entity that nobody declared': (xml) => xml.replace(`>${ADA}<`, '>&admin;<'),
      'what is not well-formed': (xml) => xml.replace('</samlp:Status>', ''),
      'two roots': (xml) => xml + xml,
    };
    for (const [name, change] of Object.entries(changes)) {
      it(`${name}: is refused before any signature is looked at`, async () => {
        const { login, xml } = await answered('Assertion');
        await refused(change(xml), login, 'response_malformed');
      });
    }

    it('two signatures of one element, two SignedInfo in one signature: refused', async () => {
      for (const double of [
        /<Signature\b[\s\S]*?<\/Signature>/,
        /<SignedInfo\b[\s\S]*?<\/SignedInfo>/,
      ]) {
        const { login, xml } = await answered('Assertion');
        await refused(xml.replace(double, '$&$&'), login, 'response_malformed');
      }
    });

    it('a text that is no XML, no base64, or nothing: refused', async () => {
      for (const SAMLResponse of ['', '%%%', base64('hello'), base64('\u0000'), '/////w==']) {
        const login = await beginLogin(at.login);
        const fields = { SAMLResponse, RelayState: login.relayState };
        const verdict = await post(at.acs, fields, login.cookie);
        expect(verdict.status).to.be.within(400, 499);
      }
    });
  });

  describe('signatures that are none', () => {
    it('none at all, or by a key of somebody else', async () => {
      const { login, xml } = await answered('Assertion');
      const bare = xml.replace(/<Signature\b[\s\S]*?<\/Signature>/, '');
      await refused(bare, login, 'signature_invalid');
      const again = await beginLogin(at.login);
      const { requestId } = again;
      const assertion = assertionXml(at, { nameId: EVIL, requestId });
      const other = sign(responseXml(at, { assertion, requestId }), 'Assertion', newIdentity());
      await refused(other, again, 'signature_invalid');
    });

    it('a HMAC with the certificate as its key', async () => {
      for (const method of ['sha1', 'sha256']) {
        const { login, xml } = await answered('Assertion');
        const algorithm =
          method === 'sha1'
            ? 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'
            : 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256';
        const changed = xml.replace('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', algorithm);
        const info = /<SignedInfo\b[\s\S]*?<\/SignedInfo>/.exec(changed)?.[0] ?? '';
        const value = createHmac(method, idp.certificate).update(info).digest('base64');
        const forged = changed.replace(/(<SignatureValue>)[^<]*/, `$1${value}`);
        await refused(forged, login, 'algorithm_refused');
      }
    });
  });

  describe('what would cost us', () => {
    const quickly = async (work: () => Promise<void>) => {
      const began = performance.now();
      await work();
      expect(performance.now() - began).to.be.lessThan(2_000);
    };

    it('elements nested 20,000 deep, and 100,000 beside one another', () =>
      quickly(async () => {
        const { login, xml } = await answered('Assertion');
        const deep = '<x>'.repeat(10_000) + '</x>'.repeat(10_000);
        await refused(xml.replace('<samlp:Status>', `${deep}$&`), login, 'response_malformed');
        const again = await answered('Assertion');
        const many = '<x/>'.repeat(40_000);
        await refused(
          again.xml.replace('<samlp:Status>', `${many}$&`),
          again.login,
          'response_malformed',
        );
      }));

    it('a response of 5 MB', () =>
      quickly(async () => {
        const { login, xml } = await answered('Assertion');
        const fat = xml.replace('<samlp:Status>', `${' '.repeat(5 * 2 ** 20)}$&`);
        await refused(fat, login, 'response_too_large');
      }));

    it('a logout that swells from a few kilobytes to megabytes, signed or not', () =>
      quickly(async () => {
        const bomb = deflateRawSync(Buffer.alloc(8 * 2 ** 20, 0x20)).toString('base64');
        for (const [signer, code] of [
          [newIdentity(), 'signature_invalid'],
          [idp, 'response_too_large'],
        ] as const) {
          const answer = await fetch(`${at.slo}?${signedQuery(bomb, signer)}`);
          expect(answer.status).to.be.within(400, 431);
          expect((await attempts()).data[0]).to.include({ outcome: 'refused', errorCode: code });
        }
      }));
  });

  describe('replay', () => {
    it('later: the login is used up', async () => {
      const { login, xml } = await answered('Assertion');
      expect((await postResponse(at.acs, xml, login)).isSignedIn).to.equal(true);
      await refused(xml, login, 'login_unknown');
      const other = await beginLogin(at.login);
      await refused(xml, other, 'request_mismatch');
    });

    it('in parallel: one of twenty gets in', async () => {
      const { login, xml } = await answered('Assertion');
      const all = Array.from({ length: 20 }, () => postResponse(at.acs, xml, login));
      const verdicts = await Promise.all(all);
      expect(verdicts.filter(({ isSignedIn }) => isSignedIn)).to.have.lengthOf(1);
    });

    it('of an assertion that nobody asked for: one of twenty', async () => {
      const key = newIdentity();
      const open = await connectSaml(hub.client, key, {
        ...{ idpEntityId: 'https://open.example', allowIdpInitiated: true },
      });
      const assertion = assertionXml(open, { nameId: ADA, requestId: undefined });
      const xml = sign(responseXml(open, { assertion, requestId: undefined }), 'Assertion', key);
      const verdicts = await Promise.all(
        Array.from({ length: 20 }, () => postResponse(open.acs, xml)),
      );
      expect(verdicts.filter(({ isSignedIn }) => isSignedIn)).to.have.lengthOf(1);
      expect(verdicts.filter(({ code }) => code === 'replayed')).to.have.lengthOf(19);
    });
  });

  describe('whose assertion it is', () => {
    it('one that was stolen, with a login of the thief: refused', async () => {
      const stolen = await answered('Assertion');
      const thief = await beginLogin(at.login);
      await refused(stolen.xml, thief, 'request_mismatch');
      const renamed = stolen.xml.replace(stolen.login.requestId, thief.requestId);
      await refused(renamed, await beginLogin(at.login), 'request_mismatch');
    });

    it('of one connection at the ACS of another, by the same provider: refused', async () => {
      const other = await connectSaml(hub.client, idp);
      const { requestId, ...login } = await beginLogin(other.login);
      const assertion = assertionXml(at, { nameId: ADA, requestId });
      const xml = sign(responseXml(at, { assertion, requestId }), 'Assertion', idp);
      const verdict = await postResponse(other.acs, xml, login);
      expect([verdict.isSignedIn, verdict.code]).to.deep.equal([false, 'audience_mismatch']);
    });
  });

  describe('where a sign-in leads', () => {
    for (const evil of [
      '//evil.example',
      '\\evil.example',
      'javascript:alert(1)',
      'https://evil.example',
    ]) {
      it(`never to ${evil}`, async () => {
        const login = await beginLogin(at.login, `?returnTo=${encodeURIComponent(evil)}`);
        const { requestId } = login;
        const assertion = assertionXml(at, { nameId: ADA, requestId });
        const xml = sign(responseXml(at, { assertion, requestId }), 'Assertion', idp);
        const verdict = await postResponse(at.acs, xml, login);
        expect(verdict.isSignedIn).to.equal(true);
        expect(verdict.body).to.contain('url=/play/home').and.not.contain('evil');
      });
    }
  });

  describe('metadata from an address inside', () => {
    for (const metadataUrl of [
      'http://169.254.169.254/latest/meta-data',
      'http://10.0.0.1/metadata',
      'http://[::1]:22/',
      'http://0.0.0.0/',
    ]) {
      it(`${metadataUrl} is not fetched`, async () => {
        const made = hub.client.call('POST', '/v1/sso/connections', {
          ...{ kind: 'saml', name: 'Inside', saml: { metadataUrl } },
        });
        const error = await made.then(
          () => undefined,
          (thrown: Error) => thrown,
        );
        expect(error?.message)
          .to.match(/^422: /)
          .and.contain('metadata_invalid');
      });
    }
  });
});
