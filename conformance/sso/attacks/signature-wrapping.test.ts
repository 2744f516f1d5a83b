import { expect } from 'chai';
import { newIdentity } from '../idp/identity.ts';
import { base64, logoutXml, sign } from '../idp/messages.ts';
import { VulnerableSaml } from '../idp/peer-library.ts';
import { post, postResponse } from '../victim.ts';
import { ADA, type Attacked, openAttacked } from './attacked.ts';
import { naiveReaders } from './naive-verifier.ts';
import { EVIL, takeApart } from './pieces.ts';
import { assertionWrappings, logoutWrappings, responseWrappings } from './wrappings.ts';

describe('a signature around something else', function () {
  this.timeout(120_000);
  let attacked: Attacked;

  before(async () => {
    attacked = await openAttacked();
  });
  after(() => attacked?.close());

  for (const signed of ['Assertion', 'Response'] as const) {
    it(`what is not attacked signs in, with a signed ${signed}`, async () => {
      const { login, xml } = await attacked.answered(signed);
      const verdict = await postResponse(attacked.at.acs, xml, login);
      expect(verdict.isSignedIn, verdict.body).to.equal(true);
      expect((await attacked.lastAttempt())?.outcome).to.equal('done');
    });
  }

  describe('signature wrapping', () => {
    for (const [signed, wrappings] of [
      ['Response', responseWrappings],
      ['Assertion', assertionWrappings],
    ] as const) {
      for (const [name, wrap] of Object.entries(wrappings)) {
        it(`${name}: bites a naive verifier, and not the hub`, async () => {
          const { login, xml } = await attacked.answered(signed);
          const wrapped = wrap(takeApart(xml, signed, ADA));
          expect(wrapped).not.to.equal(xml);
          expect(naiveReaders(wrapped, attacked.idp), 'the vector has no teeth').to.include(EVIL);
          await attacked.refused(wrapped, login);
          const people = await attacked.hub.client.call<{ data: unknown[] }>(
            'GET',
            `/v1/people?q=${EVIL}`,
          );
          expect(people.data).to.deep.equal([]);
        });
      }
    }

    for (const [name, wrap] of Object.entries(logoutWrappings)) {
      it(`of a logout, ${name}: bites a naive verifier, and ends no session`, async () => {
        const xml = sign(logoutXml(attacked.at, ADA), 'LogoutRequest', attacked.idp);
        const wrapped = wrap(takeApart(xml, 'LogoutRequest', ADA));
        expect(naiveReaders(wrapped, attacked.idp), 'the vector has no teeth').to.include(EVIL);
        const verdict = await post(attacked.at.slo, { SAMLRequest: base64(wrapped) });
        expect(verdict.status).to.be.within(400, 499);
        expect(verdict.code).to.equal('logout_invalid');
      });
    }
  });

  describe('a digest in a comment (CVE-2025-29775)', () => {
    async function forged() {
      const { login, xml } = await attacked.answered('Assertion');
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
        ...{
          idpCert: attacked.idp.certificate,
          issuer: attacked.at.entityId,
          callbackUrl: attacked.at.acs,
        },
        ...{ wantAuthnResponseSigned: false, wantAssertionsSigned: true },
      });
      const { profile } = await old.validatePostResponseAsync({ SAMLResponse: base64(xml) });
      expect(profile?.nameID).to.equal(EVIL);
    });

    it('is nothing to the hub', async () => {
      const { xml, login } = await forged();
      await attacked.refused(xml, login, 'response_malformed');
    });
  });
});
