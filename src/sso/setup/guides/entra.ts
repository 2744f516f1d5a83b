import type { Guide } from './guide.ts';

export const entra: Guide = {
  name: 'Microsoft Entra ID',
  saml: [
    'In the Entra admin center open Enterprise apps, New application, Create your own application. Give it a name and choose "Integrate any other application you don\'t find in the gallery (Non-gallery)".',
    'Open Single sign-on, then SAML, and edit Basic SAML Configuration.',
    'Enter the entity ID below as Identifier (Entity ID), the ACS URL as Reply URL, the login URL as Sign on URL and the logout URL as Logout URL. Save.',
    'Under Users and groups assign yourself and the people who should come in.',
    'Under SAML Certificates copy the App Federation Metadata Url into the form below.',
  ],
  oidc: [
    'In the Entra admin center open App registrations, New registration. Choose accounts in this organizational directory only, and enter the redirect URI below with the platform Web.',
    'Under Certificates & secrets make a New client secret and copy its Value at once.',
    'On the Overview copy the Application (client) ID and the Directory (tenant) ID.',
    'Under Token configuration add the optional claims email and xms_edov to the ID token, so that e-mail addresses can count as verified.',
  ],
  issuer: 'https://login.microsoftonline.com/<directory (tenant) id>/v2.0',
  metadata:
    'https://login.microsoftonline.com/<tenant id>/federationmetadata/2007-06/federationmetadata.xml?appid=<application id>',
  scim: [
    'In your enterprise application open Provisioning, New configuration.',
    'Enter the SCIM address below as Tenant URL and the token as Secret token. Press Test connection, then Create.',
    'Under Users and groups assign the people and groups that should appear here.',
    'On the Overview press Start provisioning. The first cycle begins at once; changes follow about every 40 minutes. Provision on demand sends one person immediately.',
  ],
};
