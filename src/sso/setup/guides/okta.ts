import type { Guide } from './guide.ts';

export const okta: Guide = {
  name: 'Okta',
  saml: [
    'In the Admin Console open Applications, Create App Integration, SAML 2.0, and give it a name.',
    'Enter the ACS URL below as Single sign-on URL (leave "Use this for Recipient URL and Destination URL" ticked) and the entity ID as Audience URI (SP Entity ID).',
    'Choose Persistent as Name ID format.',
    'Under Attribute Statements add email (user.email), firstName (user.firstName) and lastName (user.lastName). Finish.',
    'Under Assignments assign yourself and the people who should come in.',
    'On the Sign On tab copy the Metadata URL into the form below.',
  ],
  oidc: [
    'In the Admin Console open Applications, Create App Integration, OIDC - OpenID Connect, Web Application.',
    'Enter the redirect URI below under Sign-in redirect URIs, and choose who may use it under Assignments.',
    'Copy the Client ID and the client secret into the form below.',
  ],
  issuer: 'https://<your organisation>.okta.com',
  metadata: 'https://<your organisation>.okta.com/app/<app id>/sso/saml/metadata',
  scim: [
    'In the application open the General tab, edit App Settings, choose SCIM as Provisioning and save. A Provisioning tab appears.',
    'There, under Integration, enter the SCIM address below as SCIM connector base URL, userName as Unique identifier field, tick Push New Users, Push Profile Updates and Push Groups, choose HTTP Header as Authentication Mode and enter the token. Press Test Connector Configuration.',
    'Under To App enable Create Users, Update User Attributes and Deactivate Users.',
    'Assign people to the application; send groups on the Push Groups tab.',
  ],
};
