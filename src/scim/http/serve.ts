import type { Context } from 'koa';
import type { SchemaSource } from '../extensions/tenant-schemas.ts';
import { ScimError } from '../scim-error.ts';
import type { ScimCaller, ScimCallers } from '../tokens/scim-callers.ts';
import type { ScimScope } from '../tokens/scim-token.store.ts';
import { send } from './answer.ts';
import { readBody } from './body.ts';
import type { ConnectionSource } from './connection-source.ts';
import type { ScimAnswer, ScimCall } from './scim-call.ts';

export interface ServeDeps {
  callers: Pick<ScimCallers, 'authenticate'>;
  connections: Pick<ConnectionSource, 'of'>;
  schemas: Pick<SchemaSource, 'of'>;
}

export interface Served {
  /** What logs and metrics call it. */
  route: string;
  scope: ScimScope;
  handler(call: ScimCall, ctx: Context): Promise<ScimAnswer>;
  /** Bytes of a body at most. */
  limit?: number;
}

type RoutedContext = Context & { params: Record<string, string> };

/** Who calls, may they, what do they send; then the handler, and its answer. */
export function createServe({ callers, connections, schemas }: ServeDeps) {
  return ({ route, scope, handler, limit }: Served) =>
    async (ctx: RoutedContext): Promise<void> => {
      ctx.state.route = route;
      const caller = await callers.authenticate(ctx);
      requireScope(caller, scope);
      const connection = await connections.of(caller);
      if (!connection) throw new ScimError(401, 'The connection of this token is gone.');
      const call: ScimCall = {
        ...{ caller, connection, schemas: await schemas.of(caller.tenantId) },
        id: ctx.params.id ?? '',
        query: parametersOf(ctx),
        body: await readBody(ctx, limit),
        ifMatch: ctx.get('If-Match'),
      };
      ctx.state.scimCall = call;
      const answer = await handler(call, ctx);
      ctx.state.scimAnswer = answer;
      send(ctx, answer);
    };
}

/** @throws ScimError 403 */
function requireScope({ scopes }: ScimCaller, scope: ScimScope): void {
  if (!scopes.includes(scope)) throw new ScimError(403, `This token may not ${scope}.`);
}

/** Names in any case; of a repeated one the first counts. */
function parametersOf({ querystring }: Context): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(querystring)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, value);
  }
  return parameters;
}
