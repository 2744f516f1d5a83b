import type { Connection } from '../../core/people/connections/connection.ts';
import { defaultOidc, defaultSaml, type OidcSettings, type SamlSettings } from './sso-settings.ts';

/** A connection by which people sign in, and whose it is. */
export type SamlConnection = Omit<Connection, 'kind' | 'settings'> & {
  tenantId: string;
  kind: 'saml';
  settings: SamlSettings;
};
export type OidcConnection = Omit<Connection, 'kind' | 'settings'> & {
  tenantId: string;
  kind: 'oidc';
  settings: OidcSettings;
};
export type SsoConnection = SamlConnection | OidcConnection;

/** Settings that an earlier release did not know are as the defaults say. */
export function ssoConnectionOf(
  tenantId: string,
  { kind, settings, ...rest }: Connection,
): SsoConnection | undefined {
  // Sound because the API and the setup write settings of the kind only, checked by its schema.
  const given = (settings ?? {}) as object;
  if (kind === 'saml') return { ...rest, tenantId, kind, settings: { ...defaultSaml, ...given } };
  if (kind === 'oidc') return { ...rest, tenantId, kind, settings: { ...defaultOidc, ...given } };
  return undefined;
}

/** Whether it says enough of the provider for somebody to sign in. */
export function isComplete({ kind, settings }: SsoConnection): boolean {
  if (kind === 'oidc') return settings.issuer !== '' && settings.clientId !== '';
  const { idpEntityId, ssoUrl, certificates } = settings;
  return idpEntityId !== '' && ssoUrl !== '' && certificates.length > 0;
}

export interface ConnectionUrls {
  login: string;
  /** SAML only. */
  entityId?: string;
  metadata?: string;
  acs?: string;
  slo?: string;
  /** OpenID Connect only. */
  redirectUri?: string;
  backchannelLogout?: string;
}

/** What is typed into the provider. */
export function connectionUrls(
  publicUrl: string,
  { kind, id }: Pick<SsoConnection, 'kind' | 'id'>,
): ConnectionUrls {
  const base = `${publicUrl}/sso/${kind}/${id}`;
  if (kind === 'oidc') {
    return {
      login: `${base}/login`,
      redirectUri: `${base}/callback`,
      backchannelLogout: `${base}/backchannel-logout`,
    };
  }
  const { entityId, acs, slo } = samlUrls(publicUrl, id);
  return { login: `${base}/login`, entityId, metadata: entityId, acs, slo };
}

/** Entity ID, and where messages of the provider come to; the metadata is at the entity ID. */
export function samlUrls(publicUrl: string, id: string) {
  const base = `${publicUrl}/sso/saml/${id}`;
  return { entityId: `${base}/metadata`, acs: `${base}/acs`, slo: `${base}/slo` };
}
