import { expect } from 'chai';
import { newCertifiedKey } from '../keys/self-signed-certificate.ts';
import { bindings } from '../xml/names.ts';
import { MetadataError, readIdpMetadata } from './idp-metadata.ts';

describe("a provider's metadata", () => {
  let certificate: string;
  let next: string;

  before(async () => {
    const base64 = async () =>
      (await newCertifiedKey({ name: 'idp', years: 1 })).certificate.replaceAll(
        /-----[A-Z ]+-----|\s/g,
        '',
      );
    [certificate, next] = [await base64(), await base64()];
  });

  const key = (text: string, use = ' use="signing"') =>
    `<KeyDescriptor${use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n${text}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`;
  const service = (name: string, binding: string, rest: string) =>
    `<${name} Binding="${binding}" ${rest}/>`;
  const sso = (url = 'https://idp.example/sso?x=1&amp;y=2') =>
    service('SingleSignOnService', bindings.redirect, `Location="${url}"`);
  const role = (content: string) =>
    `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${content}</IDPSSODescriptor>`;
  const entity = (content: string, rest = '') =>
    `<?xml version="1.0"?><!-- of a test --><EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="https://idp.example"${rest}>${content}</EntityDescriptor>`;
  const fault = (xml: string) => {
    try {
      readIdpMetadata(xml);
    } catch (error) {
      if (error instanceof MetadataError) return error.message;
      throw error;
    }
    return undefined;
  };

  it('says where to sign in and out, and by which certificates', () => {
    const slo = service(
      'SingleLogoutService',
      bindings.redirect,
      'Location="https://idp.example/slo" ResponseLocation="https://idp.example/done"',
    );
    const post = service(
      'SingleSignOnService',
      bindings.post,
      'Location="https://idp.example/post"',
    );
    const keys =
      key(certificate) + key(next, '') + key(certificate) + key('x', ' use="encryption"');
    expect(readIdpMetadata(entity(role(keys + slo + post + sso())))).to.eql({
      ...{ idpEntityId: 'https://idp.example', ssoBinding: 'redirect' },
      ssoUrl: 'https://idp.example/sso?x=1&y=2',
      ...{ sloUrl: 'https://idp.example/slo', sloResponseUrl: 'https://idp.example/done' },
      certificates: [certificate, next],
    });
  });

  it('may have no redirect, and no logout', () => {
    const post = service(
      'SingleSignOnService',
      bindings.post,
      'Location="https://idp.example/post"',
    );
    const read = readIdpMetadata(`\ufeff${entity(role(key(certificate) + post))}`);
    expect(read).to.include({
      ssoBinding: 'post',
      ssoUrl: 'https://idp.example/post',
      sloUrl: null,
    });
  });

  it('does without a certificate of a kind that is not believed, beside one that is', () => {
    const read = readIdpMetadata(entity(role(key('AAAA') + key(certificate) + sso())));
    expect(read.certificates).to.eql([certificate]);
  });

  it('is refused with a reason that helps', () => {
    const good = role(key(certificate) + sso());
    const sp =
      '<SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/>';
    expect(fault('<html></html>')).to.contain('EntityDescriptor');
    expect(fault('{}')).to.contain('cannot be read');
    expect(fault(entity(sp))).to.contain('that of an application');
    expect(fault(entity(good + good))).to.contain('several');
    expect(fault(entity(good, ' validUntil="2020-01-01T00:00:00Z"'))).to.contain('2020');
    expect(fault(entity(role(sso())))).to.contain('no certificate');
    expect(fault(entity(role(key('AAAA') + sso())))).to.contain('cannot be read');
    expect(fault(entity(role(key(certificate))))).to.contain('SingleSignOnService');
    expect(fault(entity(role(key(certificate) + sso('javascript:alert(1)'))))).to.contain(
      'no web address',
    );
    expect(fault(`<!DOCTYPE x>${entity(good)}`)).to.contain('DOCTYPE');
  });
});
