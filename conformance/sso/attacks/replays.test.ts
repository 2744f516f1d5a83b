import { expect } from 'chai';
import { type Connected, connectSaml, type SsoHub } from '../hub.ts';
import { type Identity, newIdentity } from '../idp/identity.ts';
import { assertionXml, responseXml, sign } from '../idp/messages.ts';
import { beginLogin, postResponse } from '../victim.ts';
import { ADA, type Attacked, openAttacked } from './attacked.ts';

describe('an assertion at the wrong time or place', function () {
  this.timeout(120_000);
  let attacked: Attacked;
  let hub: SsoHub;
  let idp: Identity;
  let at: Connected;

  before(async () => {
    attacked = await openAttacked();
    ({ hub, idp, at } = attacked);
  });
  after(() => attacked?.close());
  const answered: Attacked['answered'] = (signed) => attacked.answered(signed);
  const refused: Attacked['refused'] = (...given) => attacked.refused(...given);

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
