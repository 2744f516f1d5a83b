import { refuse } from '../../sso-error.ts';
import { CLOCK_SKEW_MS, timeOf } from '../response/checks.ts';
import { checkMessage } from '../response/structure.ts';
import { namespaces } from '../xml/names.ts';
import { childOf, childrenOf, textOf, type XmlElement } from '../xml/xml-tree.ts';

const { assertion, protocol } = namespaces;
const MAX_AGE_MS = 5 * 60_000;

export interface LogoutRequest {
  id: string;
  nameId: string;
  /** None: all of the person's sessions. */
  sessionIndexes: string[];
  /** From when on it is refused for its age. */
  expiresAt: Date;
}

interface Expected {
  idpEntityId: string;
  slo: string;
  now: number;
}

/** What a provider asks whose signature holds (Profiles 4.4.4.1). @throws SsoError */
export function checkLogoutRequest(root: XmlElement, expected: Expected): LogoutRequest {
  checkMessage(root, 'LogoutRequest');
  checkSender(root, expected);
  const { now } = expected;
  const issued = timeOf(root.attributes.get('IssueInstant') ?? '');
  if (issued > now + CLOCK_SKEW_MS) refuse('assertion_early', 'It comes from the future');
  if (issued < now - MAX_AGE_MS) refuse('assertion_expired', 'It is over five minutes old');
  const until = root.attributes.get('NotOnOrAfter');
  if (until !== undefined && timeOf(until) <= now - CLOCK_SKEW_MS) {
    refuse('assertion_expired', `It held until ${until}`);
  }
  const id = root.attributes.get('ID');
  const nameIds = childrenOf(root, assertion, 'NameID');
  const nameId = nameIds.length === 1 ? textOf(nameIds[0]) : undefined;
  if (!id || !nameId)
    return refuse('logout_invalid', 'It has no ID, or not one NameID in the clear');
  return {
    id,
    nameId,
    sessionIndexes: childrenOf(root, protocol, 'SessionIndex').flatMap((one) => textOf(one) ?? []),
    expiresAt: new Date(issued + MAX_AGE_MS + 2 * CLOCK_SKEW_MS),
  };
}

/** Both ends of a message: a signed one says for whom it is (Bindings 3.4.5.2). */
export function checkSender(root: XmlElement, { idpEntityId, slo }: Expected): void {
  const issuer = textOf(childOf(root, assertion, 'Issuer'));
  if (issuer !== idpEntityId) refuse('issuer_mismatch', `The issuer is ${issuer ?? 'missing'}`);
  const destination = root.attributes.get('Destination');
  if (destination !== slo) {
    refuse('destination_mismatch', `It is for ${destination ?? 'nobody'}, not ${slo}`);
  }
}
