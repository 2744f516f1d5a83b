import type { SsoErrorCode } from '../sso-error.ts';

const beginAgain = 'Start the test again from the setup page, in this browser.';
const clock = "Compare the clock of the provider's server with the time on the internet.";
const metadata =
  "Give the provider's metadata again: its certificate or address may have changed since.";
const values =
  'Compare the addresses on the setup page with those in the provider, letter by letter; http and https are different.';

/** What an administrator changes at the provider, or here, so that the next test succeeds. */
const advice: Partial<Record<SsoErrorCode, string>> = {
  connection_incomplete: "Give the provider's metadata first.",
  login_unknown: beginAgain,
  login_expired: beginAgain,
  cookies_blocked: 'Allow cookies for this page, and start the test again.',
  other_browser: beginAgain,
  unsolicited:
    'Start from the setup page. If your people should begin in the portal of the provider, allow that in the connection.',
  response_missing: values,
  response_malformed:
    'The provider should send one response of SAML 2.0 with one assertion, by POST, to the ACS address.',
  response_too_large: 'Let the provider send fewer groups: only those that matter here.',
  provider_refused:
    'Assign yourself to the application in the provider, and look at its own sign-in log.',
  provider_unavailable: 'See whether the address answers, and whether this hub may call it.',
  signature_invalid: metadata,
  algorithm_refused: 'Let the provider sign with RSA-SHA256, and encrypt with AES and RSA-OAEP.',
  issuer_mismatch: metadata,
  destination_mismatch: values,
  audience_mismatch: 'Enter our entity ID as the audience ("Identifier", "SP entity ID").',
  confirmation_invalid: values,
  request_mismatch: beginAgain,
  assertion_expired: clock,
  assertion_early: clock,
  token_invalid: 'Compare the client id and secret, and start the test again.',
  replayed: beginAgain,
  subject_missing:
    'Let the provider send a persistent NameID, or name the attribute that says who somebody is.',
  domain_refused: 'Sign in with an account of your organisation, or add its domain.',
};

export function adviceFor(code: SsoErrorCode): string {
  return advice[code] ?? beginAgain;
}
