import { peers } from '../peers/peers.ts';

export interface SignedXml {
  privateKey: string;
  publicCert: string;
  signatureAlgorithm: string;
  canonicalizationAlgorithm: string;
  addReference(reference: { xpath: string; transforms: string[]; digestAlgorithm: string }): void;
  computeSignature(
    xml: string,
    options: { location: { reference: string; action: 'after' | 'append' } },
  ): void;
  getSignedXml(): string;
  loadSignature(signature: unknown): void;
  checkSignature(xml: string): boolean;
}

interface OldSaml {
  validatePostResponseAsync(container: {
    SAMLResponse: string;
  }): Promise<{ profile: { nameID: string } | null }>;
}

/** xml-crypto 6.0.0, which takes a digest out of a comment (CVE-2025-29775). */
export const { SignedXml } = peers('xml-crypto') as { SignedXml: new () => SignedXml };

/** node-saml 5.0.0 on that xml-crypto: what was in use before the holes were known. */
export const { SAML: VulnerableSaml } = peers('vulnerable-node-saml') as {
  SAML: new (options: Record<string, unknown>) => OldSaml;
};
