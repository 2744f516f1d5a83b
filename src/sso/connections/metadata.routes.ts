import type { Database } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { route } from '../../platform/http/route.ts';
import type { Outbound } from '../../platform/outbound/outbound.ts';
import { MetadataError } from '../saml/metadata/idp-metadata.ts';
import { refreshMetadata } from '../saml/metadata/refresh.ts';
import { hasClientSecret } from './client-secret.ts';
import { SsoConnection } from './connection.schema.ts';
import { connectionParams, requireConnection, tag, write } from './connections.routes.ts';
import { shownConnection } from './shown-connection.ts';

interface MetadataRoutesDeps {
  database: Database;
  outbound: Outbound;
  config: { publicUrl: string };
}

/** `/v1/sso/connections/{connectionId}/refresh`. */
export function metadataRoutes({ database, outbound, config }: MetadataRoutesDeps) {
  return [
    route({
      method: 'post',
      path: '/v1/sso/connections/{connectionId}/refresh',
      id: 'refreshSsoConnection',
      tag,
      summary: "Read the provider's metadata again, as happens each day",
      description: 'A connection without an address of metadata stays as it is.',
      access: write,
      params: connectionParams,
      answers: { 200: SsoConnection },
      handle: async ({ caller: { tenantId }, params: { connectionId } }) => {
        const find = () => database.read(tenantId, (db) => requireConnection(db, connectionId));
        const [, before] = await find();
        if (before.kind === 'saml') {
          await refreshMetadata({ database, outbound }, before).catch((error: unknown) => {
            if (!(error instanceof MetadataError)) throw error;
            const detail = `${error.message}.`;
            throw new Problem(422, 'metadata_invalid', { detail, cause: error });
          });
        }
        const [, connection] = await find();
        const body = await database.read(tenantId, async (db) => {
          const hasSecret = await hasClientSecret(db, connectionId);
          return shownConnection(config.publicUrl, { connection, hasSecret });
        });
        return { status: 200, body, version: connection.version };
      },
    }),
  ];
}
