import { refuse } from '../../sso-error.ts';
import { bearer, namespaces, transient } from '../xml/names.ts';
import { childOf, textOf, type XmlElement } from '../xml/xml-tree.ts';
import type { Assertion, SubjectConfirmation } from './assertion.ts';

/** How far the provider's clock may be off. */
export const CLOCK_SKEW_MS = 60_000;

export interface Checked {
  assertion: Assertion;
  /** Of the Response around it, which need not be signed. */
  response: XmlElement;
  isResponseSigned: boolean;
  /** Entity ID of the provider. */
  idpEntityId: string;
  /** Entity ID of this hub for the connection. */
  entityId: string;
  acsUrl: string;
  /** Of the login that this browser began; undefined: nobody asked. */
  requestId: string | undefined;
  allowIdpInitiated: boolean;
  /** An attribute that says who it is, in place of the NameID. */
  subjectAttribute: string | null;
  now: number;
}

/** Bindings 3.5.5.2; what the Response says of itself may be missing only where nothing signs it. */
function checkDestination({ response, isResponseSigned, acsUrl }: Checked): void {
  const destination = response.attributes.get('Destination');
  if (destination === undefined && !isResponseSigned) return;
  if (destination === acsUrl) return;
  refuse('destination_mismatch', `The Response is for ${destination ?? 'nobody'}, not ${acsUrl}`);
}

/** Profiles 4.1.4.2. */
function checkIssuer({ assertion, response, idpEntityId }: Checked): void {
  const around = textOf(childOf(response, namespaces.assertion, 'Issuer'));
  if (assertion.issuer !== idpEntityId || (around !== undefined && around !== idpEntityId)) {
    const said = assertion.issuer === idpEntityId ? around : assertion.issuer;
    refuse('issuer_mismatch', `The issuer is ${said ?? 'missing'}, not ${idpEntityId}`);
  }
}

function checkVersion({ assertion }: Checked): void {
  if (assertion.version !== '2.0' || !assertion.id) {
    refuse('response_malformed', 'The assertion has no ID, or is not of SAML 2.0');
  }
}

/** Core 2.5.1.4: every restriction names us. */
function checkAudience({ assertion: { audiences }, entityId }: Checked): void {
  if (audiences.length > 0 && audiences.every((list) => list.includes(entityId))) return;
  const said = audiences.flat().join(', ');
  refuse('audience_mismatch', `The audience is ${said || 'missing'}, not ${entityId}`);
}

/** Core 2.5.1.2. */
function checkConditions({ assertion: { conditions }, now }: Checked): void {
  const [only, another] = conditions;
  if (!only || another) refuse('response_malformed', 'There is not one element Conditions');
  const { notBefore, notOnOrAfter } = only;
  if (notBefore !== undefined && timeOf(notBefore) > now + CLOCK_SKEW_MS) {
    refuse('assertion_early', `The assertion holds from ${notBefore} only`);
  }
  if (notOnOrAfter !== undefined && timeOf(notOnOrAfter) <= now - CLOCK_SKEW_MS) {
    refuse('assertion_expired', `The assertion held until ${notOnOrAfter}`);
  }
}

/** Profiles 4.1.4.2: one bearer confirmation holds in each respect; the first that fails is told. */
function checkConfirmation(checked: Checked): void {
  const { confirmations } = checked.assertion;
  const bearers = confirmations.filter(({ method }) => method === bearer);
  const [first] = bearers;
  if (!first) refuse('confirmation_invalid', 'There is no bearer confirmation');
  if (!bearers.some((one) => confirmationFault(one, checked) === undefined)) {
    refuse('confirmation_invalid', confirmationFault(first, checked) ?? '');
  }
}

function confirmationFault(
  { recipient, notBefore, notOnOrAfter }: SubjectConfirmation,
  { acsUrl, now }: Checked,
): string | undefined {
  if (recipient !== acsUrl) return `The recipient is ${recipient ?? 'missing'}, not ${acsUrl}`;
  if (notBefore !== undefined) return 'A bearer confirmation has no NotBefore';
  if (notOnOrAfter === undefined) return 'The confirmation has no NotOnOrAfter';
  if (timeOf(notOnOrAfter) <= now - CLOCK_SKEW_MS) return `It could be used until ${notOnOrAfter}`;
  return undefined;
}

/**
 * Profiles 4.1.4.3: it answers the request that this browser sent, in what is signed; or nobody
 * asked, it says so, and the connection takes that.
 */
function checkRequest({
  assertion,
  response,
  requestId,
  allowIdpInitiated,
  acsUrl,
}: Checked): void {
  const inner = assertion.confirmations.filter(({ recipient }) => recipient === acsUrl);
  const said = [response.attributes.get('InResponseTo'), ...inner.map((one) => one.inResponseTo)];
  if (requestId === undefined) {
    if (!allowIdpInitiated) {
      refuse('unsolicited', 'Nobody here asked for it, and this connection takes none unasked');
    }
    if (said.some((id) => id !== undefined)) {
      refuse('request_mismatch', 'It answers a request, but not one of this browser');
    }
    return;
  }
  const [around, ...signed] = said;
  if (signed.some((id) => id !== requestId) || (around !== undefined && around !== requestId)) {
    refuse('request_mismatch', 'It answers another request than the one of this browser');
  }
}

function checkAuthnStatement({ assertion, now }: Checked): void {
  const { hasAuthnStatement, sessionNotOnOrAfter: until } = assertion;
  if (!hasAuthnStatement) refuse('response_malformed', 'It says nothing of a sign-in');
  if (until !== undefined && timeOf(until) <= now - CLOCK_SKEW_MS) {
    refuse('assertion_expired', `The provider's session ended at ${until}`);
  }
}

/** A transient NameID is another one at each sign-in: it says nothing of who it is. */
function checkSubject({ assertion: { nameId, attributes }, subjectAttribute }: Checked): void {
  if (subjectAttribute !== null) {
    if (attributes.get(subjectAttribute)?.length === 1) return;
    refuse(
      'subject_missing',
      `The attribute ${subjectAttribute} is missing, or has several values`,
    );
  }
  if (!nameId) refuse('subject_missing', 'There is no NameID');
  if (nameId.format === transient) {
    refuse('subject_missing', 'The NameID is transient: it does not say who it is');
  }
}

type Check = (checked: Checked) => void;

/** What the library leaves to us, in the order in which it is told. @throws SsoError */
export const assertionChecks: readonly [string, Check][] = [
  ['checkVersion', checkVersion],
  ['checkDestination', checkDestination],
  ['checkIssuer', checkIssuer],
  ['checkAudience', checkAudience],
  ['checkConditions', checkConditions],
  ['checkConfirmation', checkConfirmation],
  ['checkRequest', checkRequest],
  ['checkAuthnStatement', checkAuthnStatement],
  ['checkSubject', checkSubject],
];

/** Core 1.3.3: times are UTC. @throws SsoError */
export function timeOf(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? refuse('response_malformed', `"${text}" is no time in UTC`) : ms;
}
