import { refuse } from '../../sso-error.ts';
import { namespaces, statusSuccess } from '../xml/names.ts';
import { childOf, elementsOf, textOf, type XmlElement } from '../xml/xml-tree.ts';

const { assertion, protocol, signature } = namespaces;

/** Namespaces do not matter here: what another reader might take for one is one. */
const named = (root: XmlElement, name: string) =>
  [...elementsOf(root)].filter((element) => element.name === name);

/** The one place of everything that a reader could be led to (Core 3.3.3). */
export interface ResponseParts {
  /** In the clear, or still encrypted. */
  assertion: XmlElement;
  isEncrypted: boolean;
  isResponseSigned: boolean;
}

/**
 * One response with one assertion, both where the schema has them, and no signature anywhere else:
 * every wrapping of a signed element needs a second one of these.
 * @throws SsoError
 */
export function checkStructure(root: XmlElement): ResponseParts {
  const assertions = [...named(root, 'Assertion'), ...named(root, 'EncryptedAssertion')];
  const [only] = assertions;
  if (!only || assertions.length !== 1 || named(root, 'Response').length !== 1) {
    return refuse('response_malformed', `There are ${assertions.length} assertions, not one`);
  }
  if (!root.children.includes(only) || only.namespace !== assertion) {
    refuse('response_malformed', 'The assertion is not where the schema has it');
  }
  checkIds(root);
  checkSignatures(root, [root, only]);
  return {
    assertion: only,
    isEncrypted: only.name === 'EncryptedAssertion',
    isResponseSigned: childOf(root, signature, 'Signature') !== undefined,
  };
}

/** @param signed elements of which each may have one, as its own child */
export function checkSignatures(root: XmlElement, signed: readonly XmlElement[]): void {
  const own = signed.flatMap((element) => {
    const signatures = element.children.filter(({ name }) => name === 'Signature');
    if (signatures.length > 1) refuse('response_malformed', 'An element has two signatures');
    return signatures;
  });
  if (named(root, 'Signature').some((element) => !own.includes(element))) {
    refuse('response_malformed', 'There is a signature where none belongs');
  }
  for (const name of ['SignedInfo', 'SignatureValue', 'Reference', 'DigestValue']) {
    if (named(root, name).length > own.length) {
      refuse('response_malformed', `A signature has more than one ${name}`);
    }
  }
  if (named(root, 'Object').length > 0) refuse('response_malformed', 'A signature has an Object');
}

/** XML 1.0 3.3.1: an ID names one element. */
export function checkIds(root: XmlElement): void {
  const seen = new Set<string>();
  for (const { attributes } of elementsOf(root)) {
    for (const name of ['ID', 'Id', 'id']) {
      const id = attributes.get(name);
      if (id === undefined) continue;
      if (seen.has(id)) refuse('response_malformed', 'Two elements have the same ID');
      seen.add(id);
    }
  }
}

/** @throws SsoError unless it is a message of SAML 2.0 of this name */
export function checkMessage(root: XmlElement, name: string): void {
  if (root.name !== name || root.namespace !== protocol) {
    refuse('response_malformed', `The message is no ${name} but ${root.name}`);
  }
  if (root.attributes.get('Version') !== '2.0') {
    refuse('response_malformed', `The ${name} is not of SAML 2.0`);
  }
}

/** Core 3.2.2: what the provider said, when it did not sign anybody in. @throws SsoError */
export function checkStatus(root: XmlElement): void {
  const status = childOf(root, protocol, 'Status');
  const code = childOf(status, protocol, 'StatusCode');
  const value = code?.attributes.get('Value');
  if (value === statusSuccess) return;
  const inner = childOf(code, protocol, 'StatusCode')?.attributes.get('Value');
  const said = [value, inner].flatMap((urn) => urn?.split(':').at(-1) ?? []).join(', ');
  const message = textOf(childOf(status, protocol, 'StatusMessage'))?.slice(0, 300);
  refuse(
    'provider_refused',
    `The provider answered ${said || 'without a status'}${message ? `: ${message}` : ''}`,
  );
}
