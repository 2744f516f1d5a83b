import type { TenantDb } from '../../../platform/database/database.ts';
import { SESSION_PURPOSE } from '../../../platform/http/authenticate.ts';
import type { Role } from '../../../platform/tenancy/scopes.ts';

/** Whoever comes with another role now keeps no session with the one of before. */
export async function endOtherRoles(
  db: TenantDb,
  { personId, role }: { personId: string; role: Role },
): Promise<void> {
  await db.query(
    `update access_token set revoked_at = now()
     where tenant_id = $1 and person_id = $2 and purpose = $3 and role <> $4
       and data ? 'signInId' and revoked_at is null`,
    [db.tenantId, personId, SESSION_PURPOSE, role],
  );
}
