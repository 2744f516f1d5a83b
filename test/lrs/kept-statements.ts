import { listTenants } from '../../src/platform/tenancy/tenants.store.ts';
import { openKept } from '../kept-database.ts';

interface KeptStatement {
  id: string;
  registration: string;
  /** As it is stored. */
  json: string;
}

/** Every statement that hubs that have stopped left behind, in the order in which it was stored. */
export async function keptStatements(
  dataDir: string,
  env: Record<string, string>,
): Promise<KeptStatement[]> {
  const database = await openKept(dataDir, env);
  try {
    const [tenant] = await listTenants(database.lookup);
    return await database.read(tenant?.tenantId ?? '', async (db) => {
      const { rows } = await db.query<KeptStatement>(
        `select id::text, json::json -> 'context' ->> 'registration' as registration, json
         from statement where tenant_id = $1 order by seq`,
        [db.tenantId],
      );
      return rows;
    });
  } finally {
    await database.close();
  }
}
