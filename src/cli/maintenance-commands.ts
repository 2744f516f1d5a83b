import { rebuildMemory } from '../core/study/rebuild-memory.ts';
import { rotateToolKeys } from '../lti/keys/rotate-tool-keys.ts';
import { verifyAudit } from '../platform/audit/verify-audit.ts';
import { rotateKeys } from '../platform/tenancy/keyring.ts';
import { listTenants } from '../platform/tenancy/tenants.store.ts';
import { withClient, withHub } from './connect.ts';
import { exitCodes, type Output } from './output.ts';

/** `hub rebuild-memory`: every memory state again from the review log. */
export async function rebuildMemoryCommand(out: Output): Promise<number> {
  return withHub(async ({ database }) => {
    const results = [];
    for (const { tenantId, name } of await listTenants(database.lookup)) {
      results.push({ tenantId, name, ...(await rebuildMemory(database, tenantId)) });
    }
    out.result(
      results,
      results.map(
        ({ name, prompts, corrected }) => `${name}: ${prompts} prompts, ${corrected} corrected`,
      ),
    );
    return exitCodes.done;
  });
}

/** `hub verify-audit`: every tenant's chain from its first entry. */
export async function verifyAuditCommand(out: Output): Promise<number> {
  return withHub(async ({ database }) => {
    const results = [];
    for (const { tenantId, name } of await listTenants(database.lookup)) {
      results.push({ tenantId, name, verdict: await verifyAudit(database, tenantId) });
    }
    out.result(
      results,
      results.map(({ name, verdict }) =>
        verdict.intact
          ? `${name}: intact, ${verdict.entries} entries, head ${verdict.head}`
          : `${name}: BROKEN at entry ${verdict.seq}: ${verdict.reason}`,
      ),
    );
    return results.every(({ verdict }) => verdict.intact) ? exitCodes.done : exitCodes.failed;
  });
}

/** `hub keys rotate`: new data keys and LTI keys, and everything under the current master key. */
export async function rotateKeysCommand(out: Output): Promise<number> {
  return withHub(async ({ database, master }) => {
    const { tenants, secrets } = await rotateKeys(database, master);
    const ltiKeys = await rotateToolKeys({ database, master });
    out.result({ tenants, secrets, ltiKeys }, [
      `${tenants} tenants have new data keys; ${secrets} secrets rewritten`,
      `${ltiKeys} new LTI keys: published now, signing in two hours`,
      'Only the first key of MASTER_KEY is needed from now on.',
    ]);
    return exitCodes.done;
  });
}

/** `hub admin-link`: a new one-time link that signs a browser in. */
export async function adminLinkCommand(out: Output): Promise<number> {
  return withClient(async (client) => {
    const link = (await client.send('POST', '/v1/admin-links')) as { url: string };
    out.result(link, [link.url, 'It works once, within a day.']);
    return exitCodes.done;
  });
}
