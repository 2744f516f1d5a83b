import type { Static } from 'typebox';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { keepSecret } from '../../platform/tenancy/keyring.ts';
import { fetchIdpMetadata } from '../saml/metadata/fetch-metadata.ts';
import { checkCertificate, MetadataError, readIdpMetadata } from '../saml/metadata/idp-metadata.ts';
import type { UpdateSsoConnection } from './connection.schema.ts';
import { clientSecretName, type OidcSettings, type SamlSettings } from './sso-settings.ts';

type Given = Static<typeof UpdateSsoConnection>;

/**
 * Settings as they are to be kept: the provider's metadata is read, from its address where one is
 * given, and what is given beside it counts more.
 * @throws Problem 422 that says what is wrong with the metadata
 */
export async function samlSettings(
  outbound: Outbound,
  { current, saml = {}, signIn = {} }: { current: SamlSettings } & Pick<Given, 'saml' | 'signIn'>,
): Promise<SamlSettings> {
  const { metadata: xml, certificates, ...fields } = saml;
  try {
    const isNewUrl = fields.metadataUrl && fields.metadataUrl !== current.metadataUrl;
    const read = xml
      ? readIdpMetadata(xml)
      : isNewUrl && fields.metadataUrl
        ? await fetchIdpMetadata(outbound, fields.metadataUrl)
        : undefined;
    return {
      ...current,
      ...read,
      ...(read && { metadataAt: new Date().toISOString() }),
      ...fields,
      ...(certificates && { certificates: certificates.map(checkCertificate) }),
      ...signIn,
    };
  } catch (error) {
    if (!(error instanceof MetadataError)) throw error;
    throw new Problem(422, 'metadata_invalid', { detail: `${error.message}.`, cause: error });
  }
}

export function oidcSettings({
  current,
  oidc = {},
  signIn = {},
}: { current: OidcSettings } & Pick<Given, 'oidc' | 'signIn'>): OidcSettings {
  const { clientSecret: _, ...fields } = oidc;
  if (fields.issuer !== undefined) refuseSharedIssuer(fields.issuer);
  return { ...current, ...fields, ...signIn };
}

/** Entra's addresses for everybody: their issuer is another one at each sign-in. */
function refuseSharedIssuer(issuer: string): void {
  const { hostname, pathname } = new URL(issuer);
  if (hostname !== 'login.microsoftonline.com') return;
  if (!/^\/(common|organizations|consumers)\b/.test(pathname)) return;
  throw new Problem(422, 'issuer_shared', {
    detail:
      'This issuer stands for every organisation of Microsoft. Use the one with your tenant id: https://login.microsoftonline.com/<tenant id>/v2.0.',
  });
}

/** Encrypted at rest, and never shown. */
export async function keepClientSecret(
  db: TenantDb,
  master: MasterKeys,
  { connectionId, oidc }: { connectionId: string } & Pick<Given, 'oidc'>,
): Promise<void> {
  if (oidc?.clientSecret === undefined) return;
  const name = clientSecretName(connectionId);
  await keepSecret(db, master, { name, plaintext: oidc.clientSecret });
}
