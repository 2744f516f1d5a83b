import type { Guide } from './guide.ts';

export const keycloak: Guide = {
  name: 'Keycloak',
  saml: [
    'In the admin console of your realm open Clients, Import client, and load the file from the metadata address below: it fills in everything.',
    'On the Settings tab turn Sign assertions on, and choose persistent or username as Name ID format.',
    'Under Client scopes, in the dedicated scope of the client, add the predefined mappers for X500 email, givenName and surname.',
    'Under Realm settings, General, Endpoints copy the address of SAML 2.0 Identity Provider Metadata into the form below.',
  ],
  oidc: [
    'In the admin console of your realm open Clients, Create client, OpenID Connect. Turn Client authentication on and leave only Standard flow.',
    'Enter the redirect URI below under Valid redirect URIs, and the back-channel logout URL under Backchannel logout URL (after saving, under Logout settings).',
    'Copy the Client ID, and from the Credentials tab the Client Secret, into the form below.',
  ],
  issuer: 'https://<host>/realms/<realm>',
  metadata: 'https://<host>/realms/<realm>/protocol/saml/descriptor',
  scim: {
    missing:
      'Keycloak does not send people by SCIM without an extension. With one, enter the SCIM address and the token there; otherwise people appear when they first sign in.',
  },
};
