import type { Identity } from '../idp/identity.ts';
import { SignedXml } from '../idp/peer-library.ts';
import { peers } from '../peers/peers.ts';

interface Node {
  textContent: string | null;
  localName: string | null;
  parentNode: Node | null;
}

const { DOMParser } = peers('@xmldom/xmldom') as {
  DOMParser: new () => {
    parseFromString(
      xml: string,
      type: string,
    ): {
      documentElement: Node;
      getElementsByTagNameNS(ns: string, name: string): ArrayLike<Node>;
    };
  };
};

/**
 * The mistake that wrappings live on: whether some signature in the document holds is asked of one
 * element, and who signed in is read from another. Answers everybody whom such a reader might take
 * it for: the first name, the last, and that of the root's own child.
 */
export function naiveReaders(xml: string, { certificate }: Identity): string[] {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const [signature] = Array.from(
    document.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature'),
  );
  const verifier = new SignedXml();
  verifier.publicCert = certificate;
  verifier.loadSignature(signature);
  if (!verifier.checkSignature(xml)) return [];
  const names = Array.from(document.getElementsByTagNameNS('*', 'NameID'));
  const ownChild = names.find((name) => depthOf(name) <= 4);
  return [names[0], names.at(-1), ownChild].flatMap((name) => name?.textContent ?? []);
}

function depthOf(node: Node): number {
  return node.parentNode ? 1 + depthOf(node.parentNode) : 0;
}
