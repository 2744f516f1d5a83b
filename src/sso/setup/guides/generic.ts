import type { Guide } from './guide.ts';

export const generic: Guide = {
  name: 'Another provider',
  place: 'your provider',
  saml: [
    'Add an application (service provider, relying party) of SAML 2.0. If your provider reads metadata, give it the metadata address below; else enter the addresses one by one.',
    'Let it send a persistent NameID, and the attributes email, givenName and sn, if it has them.',
    'Let it sign the assertion, the response or both with RSA-SHA256.',
    'Give yourself access to the application, and put the metadata of your provider into the form below.',
  ],
  oidc: [
    'Add a confidential web application of OpenID Connect with the code flow, and enter the redirect URI below.',
    'If it asks for a back-channel logout URL, enter the one below.',
    'Copy issuer, client id and client secret into the form below.',
  ],
  issuer: 'https://<your provider>',
  metadata: 'https://<your provider>/...',
  scim: [
    'Turn SCIM 2.0 provisioning on for the application, and enter the SCIM address and the token below (as a bearer token).',
    'Test the connection there, and assign the people and groups that should appear here.',
  ],
};
