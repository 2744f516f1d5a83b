import type { Context } from 'koa';
import type { Database } from '../../platform/database/database.ts';
import type { Caller } from '../../platform/tenancy/caller.ts';
import type { SchemaSource } from '../extensions/tenant-schemas.ts';
import { send } from '../http/answer.ts';
import { readSelection } from '../resource/select-attributes.ts';
import { ScimError } from '../scim-error.ts';
import type { ScimCallers } from '../tokens/scim-callers.ts';
import { showUsers, userLocation } from '../users/show-users.ts';
import { findUsersOfPerson } from '../users/user.store.ts';

export interface MeDeps {
  database: Database;
  schemas: Pick<SchemaSource, 'of'>;
  callers: Pick<ScimCallers, 'authenticate'>;
  /** Who calls by an API key or a session of a person. @throws Problem 401, 429 */
  authenticate(ctx: Context): Promise<Caller>;
  /** URL of `/scim/v2`. */
  base: string;
}

const CONNECTION_TOKEN = /^Bearer +cws_/i;

/**
 * `/Me` (RFC 7644 3.11): the User of the person whose API key or session calls; of several the oldest.
 * A connection's token stands for nobody.
 */
export function createMe({ database, schemas, callers, authenticate, base }: MeDeps) {
  return async (ctx: Context): Promise<void> => {
    ctx.state.route = '/scim/v2/Me';
    if (CONNECTION_TOKEN.test(ctx.get('Authorization'))) {
      await callers.authenticate(ctx);
      throw new ScimError(404, 'This token stands for a connection, which is no User.');
    }
    const { tenantId, personId } = await authenticate(ctx);
    if (personId === undefined) throw new ScimError(404, 'This key stands for nobody.');
    const schema = (await schemas.of(tenantId)).User;
    const { attributes, excludedAttributes } = ctx.query;
    const selection = readSelection({ attributes, excludedAttributes }, schema);
    const { row, resource } = await database.read(tenantId, async (db) => {
      const [first] = await findUsersOfPerson(db, personId);
      if (!first) throw new ScimError(404, 'No connection has told of you as a User.');
      const [shown] = await showUsers(db, [first], { selection, base, schema });
      return { row: first, resource: shown ?? {} };
    });
    const location = userLocation(base, row.id);
    send(ctx, { status: 200, body: resource, version: row.version, location });
  };
}
