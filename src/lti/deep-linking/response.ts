import { newToken } from '../../platform/crypto/one-time-tokens.ts';
import { claimNames } from '../claims.ts';
import type { ToolKeys } from '../keys/tool-keys.ts';
import type { Registration } from '../registrations/registration.ts';
import { signToolJwt } from '../tokens/tool-jwt.ts';

const deepLinking = 'https://purl.imsglobal.org/spec/lti-dl/claim';
const LIFE_S = 300;

/** The signed answer to a deep linking request, also of one where nothing was chosen (4.5). */
export async function deepLinkingResponse({
  toolKeys,
  registration,
  deploymentId,
  data,
  items,
  message,
  now = Date.now(),
}: {
  toolKeys: Pick<ToolKeys, 'signer'>;
  registration: Registration;
  deploymentId: string;
  /** As it came; null where none came. */
  data: string | null;
  items: readonly object[];
  /** Shown to whoever chose, by some platforms. */
  message?: string | undefined;
  now?: number;
}): Promise<string> {
  return signToolJwt({
    signer: await toolKeys.signer(registration),
    claims: {
      // Security 1.0 5.2.1: here the tool issues, by its client id.
      iss: registration.clientId,
      aud: registration.issuer,
      nonce: newToken().token,
      [claimNames.messageType]: 'LtiDeepLinkingResponse',
      [claimNames.version]: '1.3.0',
      [claimNames.deploymentId]: deploymentId,
      [`${deepLinking}/content_items`]: items,
      ...(data !== null && { [`${deepLinking}/data`]: data }),
      ...(message && { [`${deepLinking}/msg`]: message }),
    },
    expiresInS: LIFE_S,
    now,
  });
}
