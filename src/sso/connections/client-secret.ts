import type { Static } from 'typebox';
import type { TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { findSecret } from '../../platform/tenancy/tenants.store.ts';
import type { UpdateSsoConnection } from './connection.schema.ts';
import type { SsoConnection } from './sso-connection.ts';
import { clientSecretName } from './sso-settings.ts';

export async function hasClientSecret(db: TenantDb, connectionId: string): Promise<boolean> {
  return (await findSecret(db, clientSecretName(connectionId))) !== undefined;
}

/**
 * Whoever may change the issuer but does not know the secret must not have it sent to them.
 * @throws Problem 422
 */
export async function checkMovedSecret(
  db: TenantDb,
  { id, kind, settings }: SsoConnection,
  { issuer, clientSecret }: NonNullable<Static<typeof UpdateSsoConnection>['oidc']> = {},
): Promise<void> {
  const isElsewhere = kind === 'oidc' && issuer !== undefined && issuer !== settings.issuer;
  if (!isElsewhere || clientSecret !== undefined || !(await hasClientSecret(db, id))) return;
  throw new Problem(422, 'secret_required', {
    detail: 'Another issuer needs the client secret again.',
  });
}
