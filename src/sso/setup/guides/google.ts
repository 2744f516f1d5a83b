import type { Guide } from './guide.ts';

export const google: Guide = {
  name: 'Google Workspace',
  saml: [
    'In the Google Admin console open Apps, Web and mobile apps, Add app, Add custom SAML app, and give it a name.',
    'Download the metadata: it is the file for the form below.',
    'Enter the ACS URL and the entity ID below. As Name ID format choose PERSISTENT or EMAIL, as Name ID Basic Information, Primary email.',
    'Under attribute mapping map First name to firstName, Last name to lastName and Primary email to email. Finish.',
    'Under User access turn the application on for the people who should come in. It can take some minutes.',
  ],
  oidc: [
    'In the Google Cloud console open APIs & Services, OAuth consent screen, and choose the user type Internal.',
    'Open Credentials, Create credentials, OAuth client ID, Web application, and enter the redirect URI below under Authorized redirect URIs.',
    'Copy the Client ID and the client secret into the form below.',
  ],
  issuer: 'https://accounts.google.com',
  metadata: 'the file that Google offers; it has no address',
  scim: {
    missing:
      'Google Workspace sends people by SCIM only to applications of its own catalogue. People appear here when they first sign in; a table of people can be imported, too.',
  },
};
