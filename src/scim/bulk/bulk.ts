import type { Context } from 'koa';
import type { Log } from '../../platform/log/log.ts';
import type { ScimAnswer, ScimCall } from '../http/scim-call.ts';
import { type AsyncBulkDeps, deferBulk } from './async-bulk.ts';
import { bulkResponse } from './bulk-response.ts';
import { readPreference } from './preference.ts';
import { readBulk } from './read-bulk.ts';
import { runBulk } from './run-bulk.ts';

/** `POST /Bulk` (RFC 7644 3.7), at once or, where the client prefers that, later. */
export async function answerBulk(
  deps: Pick<AsyncBulkDeps, 'database' | 'endpoints' | 'base'>,
  call: ScimCall,
  ctx: Context,
): Promise<ScimAnswer> {
  const request = readBulk(call.body);
  const { respondAsync, wait } = readPreference(ctx.get('Prefer'));
  if (respondAsync) return deferBulk(deps, { call, request, wait });
  // Sound because the first middleware of the hub sets both.
  const { log, requestId } = ctx.state as { log: Log; requestId: string };
  const { endpoints, base } = deps;
  const results = await runBulk({ call, request, endpoints, base, log, requestId });
  return { status: 200, body: bulkResponse(results) };
}
