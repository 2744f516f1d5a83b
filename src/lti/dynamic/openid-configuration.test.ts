import { expect } from 'chai';
import { readOpenidConfiguration } from './openid-configuration.ts';

const url = 'https://lms.example/.well-known/openid-configuration';
const configuration = {
  issuer: 'https://lms.example',
  authorization_endpoint: 'https://lms.example/auth',
  token_endpoint: 'https://lms.example/token',
  jwks_uri: 'https://keys.example/jwks',
  registration_endpoint: 'https://lms.example/register',
  scopes_supported: ['openid', 7],
};

describe('the configuration of a platform', () => {
  it('is read as far as this tool needs it', () => {
    expect(readOpenidConfiguration(configuration, url)).to.deep.equal({
      issuer: 'https://lms.example',
      authorizationEndpoint: 'https://lms.example/auth',
      tokenEndpoint: 'https://lms.example/token',
      jwksUri: 'https://keys.example/jwks',
      registrationEndpoint: 'https://lms.example/register',
      authorizationServer: null,
      scopesSupported: ['openid'],
      productFamily: undefined,
      messages: [],
    });
  });

  const refused: [string, unknown][] = [
    ['an issuer at another host', { ...configuration, issuer: 'https://other.example' }],
    ['an issuer at another port', { ...configuration, issuer: 'https://lms.example:8443' }],
    ['an issuer that only looks alike', { ...configuration, issuer: 'https://lms.example.evil' }],
    ['no issuer', { ...configuration, issuer: undefined }],
    ['an endpoint that is a script', { ...configuration, authorization_endpoint: 'javascript:1' }],
    ['no registration endpoint', { ...configuration, registration_endpoint: '' }],
    [
      'signatures that this tool does not take',
      { ...configuration, id_token_signing_alg_values_supported: ['HS256'] },
    ],
    ['something else', [configuration]],
  ];
  for (const [what, found] of refused) {
    it(`is refused with ${what}`, () => {
      expect(() => readOpenidConfiguration(found, url))
        .to.throw()
        .with.property('code', 'configuration_invalid');
    });
  }
});
