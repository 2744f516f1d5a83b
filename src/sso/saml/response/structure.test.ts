import { expect } from 'chai';
import { SsoError } from '../../sso-error.ts';
import { parseXml } from '../xml/xml-tree.ts';
import { checkStructure } from './structure.ts';

const response = (content: string, id = 'r') =>
  `<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:d="http://www.w3.org/2000/09/xmldsig#" ID="${id}">${content}</p:Response>`;
const signature = (within = '') =>
  `<d:Signature><d:SignedInfo><d:Reference><d:DigestValue/></d:Reference></d:SignedInfo><d:SignatureValue/>${within}</d:Signature>`;
const assertion = (id: string, within = '') =>
  `<a:Assertion ID="${id}"><a:Issuer/>${within}</a:Assertion>`;
const status = (within: string) => `<p:Status>${within}</p:Status>`;
const signed = assertion('s', signature());
const bare = assertion('s');
const evil = assertion('e');

function codeOf(xml: string): string {
  try {
    checkStructure(parseXml(xml));
    return 'accepted';
  } catch (error) {
    if (error instanceof SsoError) return error.code;
    throw error;
  }
}

/** By its form alone, before any signature is looked at: the second lock on each wrapping. */
describe('the structure of a response', () => {
  it('is one assertion where the schema has it, signed or in a signed response', () => {
    for (const xml of [
      response(signed),
      response(signature() + bare),
      response(signature() + signed),
      response(status('') + bare),
      response('<a:EncryptedAssertion/>'),
    ]) {
      expect(codeOf(xml), xml).to.equal('accepted');
    }
  });

  const wrapped: Record<string, string> = {
    'XSW1: a response inside the signature of another': response(
      signature(response(bare, 'r2')) + evil,
    ),
    'XSW2: a response beside its signature in another': response(
      response(bare, 'r2') + signature() + evil,
    ),
    'XSW3: another assertion before the signed one': response(evil + signed),
    'XSW4: the signed assertion inside another': response(assertion('e', signed)),
    'XSW5: another assertion with the signature': response(assertion('e', signature()) + bare),
    'XSW6: the bare assertion inside the signature': response(assertion('e', signature(bare))),
    'XSW7: another assertion in the extensions': response(
      `<p:Extensions>${evil}</p:Extensions>${signed}`,
    ),
    'XSW8: the bare assertion in an object of the signature': response(
      assertion('e', signature(`<d:Object>${bare}</d:Object>`)),
    ),
    'an assertion in the status': response(status(signed)),
    'an assertion of another namespace': response('<Assertion ID="s"/>'),
    'an encrypted assertion beside a signed one': response(`<a:EncryptedAssertion/>${signed}`),
    empty: response(''),
    'one with a signature that is nobody’s': response(status(signature()) + bare),
    'one with two signatures of an element': response(assertion('s', signature() + signature())),
    'one with two SignedInfo in a signature': response(
      assertion('s', signature('<d:SignedInfo/>')),
    ),
    'one with an object in a signature': response(assertion('s', signature('<d:Object/>'))),
    'one with two elements of one id, however it is spelt': response(
      `${status('<x Id="s"/>')}${signed}`,
    ),
  };
  for (const [name, xml] of Object.entries(wrapped)) {
    it(`is not ${name}`, () => {
      expect(codeOf(xml)).to.equal('response_malformed');
    });
  }
});
