import type { Guide } from './guide.ts';

export const adfs: Guide = {
  name: 'AD FS',
  saml: [
    'In AD FS Management open Relying Party Trusts, Add Relying Party Trust, Claims aware, and import the data from the metadata address below.',
    'Edit the Claim Issuance Policy: add a rule Send LDAP Attributes as Claims that maps E-Mail-Addresses, Given-Name, Surname and Display-Name.',
    'Add a rule that sends Name ID: from objectGUID or User-Principal-Name, with the format Persistent Identifier.',
    'On the Advanced tab of the trust leave SHA-256 chosen.',
    'Enter the address of the federation metadata of your server into the form below.',
  ],
  oidc: [
    'In AD FS Management open Application Groups, Add Application Group, Server application accessing a web API, and enter the redirect URI below.',
    'Generate a shared secret, and allow the scopes openid, profile, email and allatclaims.',
    'Copy the Client Identifier and the secret into the form below.',
  ],
  issuer: 'https://<host>/adfs',
  metadata: 'https://<host>/FederationMetadata/2007-06/FederationMetadata.xml',
  scim: {
    missing:
      'AD FS does not send people by SCIM. Whoever runs this hub can read your Active Directory by LDAP instead; otherwise people appear when they first sign in.',
  },
};
