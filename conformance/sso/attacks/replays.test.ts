import { expect } from 'chai';
import { connectSaml } from '../hub.ts';
import { newIdentity } from '../idp/identity.ts';
import { assertionXml, responseXml, sign } from '../idp/messages.ts';
import { beginLogin, postResponse } from '../victim.ts';
import { ADA, type Attacked, openAttacked } from './attacked.ts';

describe('an assertion at the wrong time or place', function () {
  this.timeout(120_000);
  let attacked: Attacked;

  before(async () => {
    attacked = await openAttacked();
  });
  after(() => attacked?.close());

  describe('replay', () => {
    it('later: the login is used up', async () => {
      const { login, xml } = await attacked.answered('Assertion');
      expect((await postResponse(attacked.at.acs, xml, login)).isSignedIn).to.equal(true);
      await attacked.refused(xml, login, 'login_unknown');
      const other = await beginLogin(attacked.at.login);
      await attacked.refused(xml, other, 'request_mismatch');
    });

    it('in parallel: one of twenty gets in', async () => {
      const { login, xml } = await attacked.answered('Assertion');
      const all = Array.from({ length: 20 }, () => postResponse(attacked.at.acs, xml, login));
      const verdicts = await Promise.all(all);
      expect(verdicts.filter(({ isSignedIn }) => isSignedIn)).to.have.lengthOf(1);
    });

    it('of an assertion that nobody asked for: one of twenty', async () => {
      const key = newIdentity();
      const open = await connectSaml(attacked.hub.client, key, {
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
      const stolen = await attacked.answered('Assertion');
      const thief = await beginLogin(attacked.at.login);
      await attacked.refused(stolen.xml, thief, 'request_mismatch');
      const renamed = stolen.xml.replace(stolen.login.requestId, thief.requestId);
      await attacked.refused(renamed, await beginLogin(attacked.at.login), 'request_mismatch');
    });

    it('of one connection at the ACS of another, by the same provider: refused', async () => {
      const other = await connectSaml(attacked.hub.client, attacked.idp);
      const { requestId, ...login } = await beginLogin(other.login);
      const assertion = assertionXml(attacked.at, { nameId: ADA, requestId });
      const xml = sign(
        responseXml(attacked.at, { assertion, requestId }),
        'Assertion',
        attacked.idp,
      );
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
        const login = await beginLogin(attacked.at.login, `?returnTo=${encodeURIComponent(evil)}`);
        const { requestId } = login;
        const assertion = assertionXml(attacked.at, { nameId: ADA, requestId });
        const xml = sign(
          responseXml(attacked.at, { assertion, requestId }),
          'Assertion',
          attacked.idp,
        );
        const verdict = await postResponse(attacked.at.acs, xml, login);
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
        const made = attacked.hub.client.call('POST', '/v1/sso/connections', {
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
