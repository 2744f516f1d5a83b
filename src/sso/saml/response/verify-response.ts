import type { Trail } from '../../attempts/trail.ts';
import { type SamlConnection, samlUrls } from '../../connections/sso-connection.ts';
import type { SpKeys } from '../keys/sp-keys.ts';
import { checkAlgorithms } from './algorithms.ts';
import type { Assertion } from './assertion.ts';
import { assertionChecks } from './checks.ts';
import { decodePosted } from './decode-response.ts';
import { openAssertion } from './decrypt-assertion.ts';
import { checkMessage, checkStatus, checkStructure } from './structure.ts';
import { verifySignature } from './verify-signature.ts';

export interface PostedResponse {
  connection: SamlConnection;
  samlResponse: string;
  /** ID of the request of the login that this browser began; undefined: nobody asked. */
  requestId: string | undefined;
  trail: Trail;
  now: number;
  /** What is known so far, for the record of the attempt. */
  learn(assertion: Assertion): void;
}

/**
 * Every check of a response in the order in which it can be trusted: its form, its one signature,
 * and then, of what is signed and of nothing else, what it says (Profiles 4.1.4.3).
 * @throws SsoError
 */
export async function verifyResponse(
  { spKeys, publicUrl }: { spKeys: SpKeys; publicUrl: string },
  { connection, samlResponse, requestId, trail, now, learn }: PostedResponse,
): Promise<Assertion> {
  const { settings, tenantId, id } = connection;
  const { entityId, acs: acsUrl } = samlUrls(publicUrl, id);
  const { root } = trail.step('decodeResponse', () => decodePosted(samlResponse));
  trail.step('checkMessage', () => checkMessage(root, 'Response'));
  trail.step('checkStatus', () => checkStatus(root));
  const parts = trail.step('checkStructure', () => checkStructure(root));
  trail.step('checkAlgorithms', () => checkAlgorithms(root));
  const decryptionKey = parts.isEncrypted
    ? await trail.step('openAssertion', async () =>
        openAssertion(parts.assertion, await spKeys.decryptionKeys(tenantId)),
      )
    : undefined;
  const assertion = await trail.step('verifySignature', () =>
    verifySignature({ samlResponse, settings, entityId, acsUrl, decryptionKey }),
  );
  learn(assertion);
  const checked = {
    ...{ assertion, response: root, isResponseSigned: parts.isResponseSigned, requestId, now },
    ...{ entityId, acsUrl, idpEntityId: settings.idpEntityId },
    allowIdpInitiated: settings.allowIdpInitiated,
    subjectAttribute: settings.subject,
  };
  for (const [name, check] of assertionChecks) trail.step(name, () => check(checked));
  return assertion;
}
