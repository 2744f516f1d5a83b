import { namespaces } from '../xml/names.ts';
import { childOf, childrenOf, textOf, type XmlElement } from '../xml/xml-tree.ts';

const { assertion: ns } = namespaces;

export interface SubjectConfirmation {
  method: string | undefined;
  recipient: string | undefined;
  inResponseTo: string | undefined;
  notBefore: string | undefined;
  notOnOrAfter: string | undefined;
}

/** What a provider asserts (Core 2.3.3), read from the bytes whose signature holds and no others. */
export interface Assertion {
  id: string | undefined;
  version: string | undefined;
  issueInstant: string | undefined;
  issuer: string | undefined;
  nameId: { value: string; format: string | undefined } | undefined;
  confirmations: SubjectConfirmation[];
  /** How many Conditions there are: one or none is a choice of the schema. */
  conditions: { notBefore: string | undefined; notOnOrAfter: string | undefined }[];
  /** One list for each AudienceRestriction: all of them hold. */
  audiences: string[][];
  sessionIndex: string | undefined;
  sessionNotOnOrAfter: string | undefined;
  hasAuthnStatement: boolean;
  /** By Name, in the order of the values. */
  attributes: Map<string, string[]>;
}

/** Undefined when the element is no assertion of SAML 2.0. */
export function readAssertion(root: XmlElement): Assertion | undefined {
  if (root.name !== 'Assertion' || root.namespace !== ns) return undefined;
  const subject = childOf(root, ns, 'Subject');
  const nameIds = subject ? childrenOf(subject, ns, 'NameID') : [];
  const [nameId] = nameIds.length === 1 ? nameIds : [];
  const value = textOf(nameId);
  const [statement] = childrenOf(root, ns, 'AuthnStatement');
  const conditions = childrenOf(root, ns, 'Conditions');
  return {
    id: root.attributes.get('ID'),
    version: root.attributes.get('Version'),
    issueInstant: root.attributes.get('IssueInstant'),
    issuer: textOf(childOf(root, ns, 'Issuer')),
    nameId: value === undefined ? undefined : { value, format: nameId?.attributes.get('Format') },
    confirmations: subject
      ? childrenOf(subject, ns, 'SubjectConfirmation').map(readConfirmation)
      : [],
    conditions: conditions.map(({ attributes }) => ({
      notBefore: attributes.get('NotBefore'),
      notOnOrAfter: attributes.get('NotOnOrAfter'),
    })),
    audiences: conditions
      .flatMap((element) => childrenOf(element, ns, 'AudienceRestriction'))
      .map((element) => childrenOf(element, ns, 'Audience').map((one) => textOf(one) ?? '')),
    sessionIndex: statement?.attributes.get('SessionIndex'),
    sessionNotOnOrAfter: statement?.attributes.get('SessionNotOnOrAfter'),
    hasAuthnStatement: statement !== undefined,
    attributes: readAttributes(root),
  };
}

function readConfirmation(element: XmlElement): SubjectConfirmation {
  const data = childOf(element, ns, 'SubjectConfirmationData')?.attributes;
  return {
    method: element.attributes.get('Method'),
    recipient: data?.get('Recipient'),
    inResponseTo: data?.get('InResponseTo'),
    notBefore: data?.get('NotBefore'),
    notOnOrAfter: data?.get('NotOnOrAfter'),
  };
}

function readAttributes(root: XmlElement): Map<string, string[]> {
  const read = new Map<string, string[]>();
  const attributes = childrenOf(root, ns, 'AttributeStatement').flatMap((statement) =>
    childrenOf(statement, ns, 'Attribute'),
  );
  for (const attribute of attributes) {
    const name = attribute.attributes.get('Name');
    if (!name) continue;
    const values = childrenOf(attribute, ns, 'AttributeValue').flatMap((one) => textOf(one) ?? []);
    read.set(name, [...(read.get(name) ?? []), ...values]);
  }
  return read;
}
