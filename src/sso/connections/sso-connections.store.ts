import type { Connection } from '../../core/people/connections/connection.ts';
import type { Queryable } from '../../platform/database/database.ts';

/** Of any tenant; of SAML and OpenID Connect only. */
export async function findSsoConnection(
  lookup: Queryable,
  id: string,
): Promise<(Connection & { tenantId: string }) | undefined> {
  const { rows } = await lookup.query<Connection & { tenantId: string }>(
    `select tenant_id as "tenantId", id, kind, name, profile, linking, mapping, guard,
       deletion_days as "deletionDays", enabled, settings, version, created_at as "createdAt",
       updated_at as "updatedAt"
     from find_sso_connection($1)`,
    [id],
  );
  return rows[0];
}
