import type { SamlSettings } from '../../connections/sso-settings.ts';
import type { Told } from '../../sign-in/told.ts';
import { refuse } from '../../sso-error.ts';
import type { Assertion } from './assertion.ts';
import { timeOf } from './checks.ts';

const EMAIL_FORMAT = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

/** @throws SsoError */
export function toldByAssertion(
  { nameId, attributes, sessionIndex, sessionNotOnOrAfter }: Assertion,
  { subject }: Pick<SamlSettings, 'subject'>,
): Told {
  const value = subject === null ? nameId?.value : attributes.get(subject)?.[0];
  if (value === undefined) return refuse('subject_missing', 'It does not say who it is');
  return {
    subject: value,
    nameId: nameId?.value ?? value,
    attributes,
    email: nameId?.format === EMAIL_FORMAT ? nameId.value : undefined,
    // SAML has no word for it: whose domains they are decides.
    vouchesForEmail: true,
    sessionIndex,
    nameIdFormat: nameId?.format,
    sessionUntil: sessionNotOnOrAfter ? new Date(timeOf(sessionNotOnOrAfter)) : undefined,
  };
}
