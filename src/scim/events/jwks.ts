import type { Context } from 'koa';
import { isUuid } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import { getTenant } from '../../platform/tenancy/tenants.store.ts';
import { ScimError } from '../scim-error.ts';
import type { EventKeys } from './event-keys.ts';

const MAX_AGE_S = 3_600;

/** `/scim/v2/jwks/<tenant>`: the public key that a tenant's events are signed by. */
export function createJwks({ database, keys }: { database: Database; keys: EventKeys }) {
  return async (ctx: Context & { params: Record<string, string> }): Promise<void> => {
    ctx.state.route = '/scim/v2/jwks/{tenant}';
    const tenantId = (ctx.params.tenant ?? '').toLowerCase();
    // Asking for the key makes it, so nobody but tenants may.
    const isTenant = isUuid(tenantId) && (await database.read(tenantId, getTenant));
    if (!isTenant) throw new ScimError(404, 'There is no such tenant.');
    const { publicJwk } = await keys.of(tenantId);
    ctx.set('Cache-Control', `public, max-age=${MAX_AGE_S}`);
    ctx.body = { keys: [publicJwk] };
  };
}
