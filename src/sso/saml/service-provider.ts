import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { type SamlConnection, samlUrls } from '../connections/sso-connection.ts';
import type { SpKeys } from './keys/sp-keys.ts';

/**
 * The library as it sends messages: signed by the tenant's key, with SHA-256.
 * @param requestId of what it sends next
 */
export async function serviceProvider(
  { spKeys, publicUrl }: { spKeys: SpKeys; publicUrl: string },
  { connection, requestId }: { connection: SamlConnection; requestId: string },
): Promise<SAML> {
  const { settings, tenantId, id } = connection;
  const { entityId, acs, slo } = samlUrls(publicUrl, id);
  const { privateKey, certificate } = await spKeys.signer(tenantId);
  return new SAML({
    idpCert: settings.certificates,
    issuer: entityId,
    callbackUrl: acs,
    logoutCallbackUrl: slo,
    entryPoint: settings.ssoUrl,
    ...(settings.sloUrl !== null && { logoutUrl: settings.sloUrl }),
    identifierFormat: settings.nameIdFormat,
    // Which way of signing in is good enough is the provider's to say.
    disableRequestedAuthnContext: true,
    ...(settings.signRequests && { privateKey, publicCert: certificate }),
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    validateInResponseTo: ValidateInResponseTo.never,
    generateUniqueId: () => requestId,
  });
}
