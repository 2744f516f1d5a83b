import { connectionUrls, isComplete, type SsoConnection } from './sso-connection.ts';

/** A connection as the API shows it: nothing secret, and what to type into the provider. */
export function shownConnection(
  publicUrl: string,
  { connection, hasSecret }: { connection: SsoConnection; hasSecret: boolean },
) {
  const { id, kind, name, profile, linking, mapping, enabled, version } = connection;
  const { createdAt, updatedAt } = connection;
  const { jit, domains, onlyDomains, sessionMinutes, subject, ...settings } = connection.settings;
  return {
    ...{ id, kind, name, profile, linking, mapping, enabled, version, createdAt, updatedAt },
    signIn: { jit, domains, onlyDomains, sessionMinutes, subject },
    saml: kind === 'saml' ? settings : null,
    oidc: kind === 'oidc' ? { ...settings, hasSecret } : null,
    isComplete: isComplete(connection),
    urls: connectionUrls(publicUrl, connection),
  };
}
