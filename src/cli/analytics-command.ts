import { listTenants } from '../platform/tenancy/tenants.store.ts';
import { rebuildAnalytics } from '../xapi/analytics/rollups/rebuild.ts';
import { withHub } from './connect.ts';
import { exitCodes, type Output } from './output.ts';

/** `hub rebuild-analytics`: every fact and day again from the statements. */
export async function rebuildAnalyticsCommand(out: Output): Promise<number> {
  return withHub(async ({ database, config }) => {
    const results = [];
    for (const { tenantId, name } of await listTenants(database.lookup)) {
      const statements = await rebuildAnalytics(database, tenantId, { hub: config.publicUrl });
      results.push({ tenantId, name, statements });
    }
    out.result(
      results,
      results.map(({ name, statements }) => `${name}: ${statements} statements that count`),
    );
    return exitCodes.done;
  });
}
