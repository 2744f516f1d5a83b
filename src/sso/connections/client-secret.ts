import type { TenantDb } from '../../platform/database/database.ts';
import { findSecret } from '../../platform/tenancy/tenants.store.ts';
import { clientSecretName } from './sso-settings.ts';

export async function hasClientSecret(db: TenantDb, connectionId: string): Promise<boolean> {
  return (await findSecret(db, clientSecretName(connectionId))) !== undefined;
}
