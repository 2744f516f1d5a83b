import { createHmac } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { newIdentity } from '../idp/identity.ts';
import { assertionXml, base64, responseXml, sign } from '../idp/messages.ts';
import { signedQuery } from '../idp/redirects.ts';
import { beginLogin, post } from '../victim.ts';
import { ADA, type Attacked, openAttacked } from './attacked.ts';
import { EVIL } from './pieces.ts';

describe('documents that are not what they seem', function () {
  this.timeout(120_000);
  let attacked: Attacked;

  before(async () => {
    attacked = await openAttacked();
  });
  after(() => attacked?.close());

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
      'an id that two elements have': (xml) => {
        const id = /<saml:Assertion[^>]* ID="([^"]+)"/.exec(xml)?.[1];
        return xml.replace(
          '<samlp:Status>',
          `<samlp:Extensions><x ID="${id}"/></samlp:Extensions>$&`,
        );
      },
      'an encrypted assertion before the signed one': (xml) =>
        xml.replace(
          '<saml:Assertion ',
          '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><x/></saml:EncryptedAssertion>$&',
        ),
    };
    for (const [name, change] of Object.entries(changes)) {
      it(`${name}: is refused before any signature is looked at`, async () => {
        const { login, xml } = await attacked.answered('Assertion');
        await attacked.refused(change(xml), login, 'response_malformed');
      });
    }

    it('two signatures of one element, two SignedInfo in one signature: refused', async () => {
      for (const double of [
        /<Signature\b[\s\S]*?<\/Signature>/,
        /<SignedInfo\b[\s\S]*?<\/SignedInfo>/,
      ]) {
        const { login, xml } = await attacked.answered('Assertion');
        await attacked.refused(xml.replace(double, '$&$&'), login, 'response_malformed');
      }
    });

    it('a text that is no XML, no base64, or nothing: refused', async () => {
      for (const SAMLResponse of ['', '%%%', base64('hello'), base64('\u0000'), '/////w==']) {
        const login = await beginLogin(attacked.at.login);
        const fields = { SAMLResponse, RelayState: login.relayState };
        const verdict = await post(attacked.at.acs, fields, login.cookie);
        expect(verdict.status).to.be.within(400, 499);
      }
    });
  });

  describe('signatures that are none', () => {
    it('none at all, or by a key of somebody else', async () => {
      const { login, xml } = await attacked.answered('Assertion');
      const bare = xml.replace(/<Signature\b[\s\S]*?<\/Signature>/, '');
      await attacked.refused(bare, login, 'signature_invalid');
      const again = await beginLogin(attacked.at.login);
      const { requestId } = again;
      const assertion = assertionXml(attacked.at, { nameId: EVIL, requestId });
      const other = sign(
        responseXml(attacked.at, { assertion, requestId }),
        'Assertion',
        newIdentity(),
      );
      await attacked.refused(other, again, 'signature_invalid');
    });

    it('a HMAC with the certificate as its key', async () => {
      for (const method of ['sha1', 'sha256']) {
        const { login, xml } = await attacked.answered('Assertion');
        const algorithm =
          method === 'sha1'
            ? 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'
            : 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256';
        const changed = xml.replace('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', algorithm);
        const info = /<SignedInfo\b[\s\S]*?<\/SignedInfo>/.exec(changed)?.[0] ?? '';
        const value = createHmac(method, attacked.idp.certificate).update(info).digest('base64');
        const forged = changed.replace(/(<SignatureValue>)[^<]*/, `$1${value}`);
        await attacked.refused(forged, login, 'algorithm_refused');
      }
    });
  });

  describe('what would cost us', () => {
    for (const [name, many, limit] of [
      [
        'elements nested 20,000 deep',
        '<x>'.repeat(20_000) + '</x>'.repeat(20_000),
        'is over 40 deep',
      ],
      ['40,000 elements beside one another', '<x/>'.repeat(40_000), 'has over 3000 elements'],
    ] as const) {
      it(`${name}: refused before the rest is read`, async () => {
        const { login, xml } = await attacked.answered('Assertion');
        const fat = xml.replace('<samlp:Status>', `${many}$&`);
        await attacked.refused(fat, login, 'response_malformed');
        expect((await attacked.lastAttempt())?.detail).to.contain(`it ${limit}`);
      });
    }

    it('a response of 5 MB', async () => {
      const { login, xml } = await attacked.answered('Assertion');
      const fat = xml.replace('<samlp:Status>', `${' '.repeat(5 * 2 ** 20)}$&`);
      await attacked.refused(fat, login, 'response_too_large');
    });

    it('a logout that swells from a few kilobytes to megabytes, signed or not', async () => {
      const bomb = deflateRawSync(Buffer.alloc(8 * 2 ** 20, 0x20)).toString('base64');
      for (const [signer, code] of [
        [newIdentity(), 'signature_invalid'],
        [attacked.idp, 'response_too_large'],
      ] as const) {
        const answer = await fetch(`${attacked.at.slo}?${signedQuery(bomb, signer)}`);
        expect(answer.status).to.be.within(400, 431);
        expect(await attacked.lastAttempt()).to.include({ outcome: 'refused', errorCode: code });
      }
    });
  });
});
