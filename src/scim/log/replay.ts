import { findConnection } from '../../core/people/connections/connection.store.ts';
import type { Database } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Log } from '../../platform/log/log.ts';
import { targetOf } from '../bulk/bulk-target.ts';
import type { SchemaSource } from '../extensions/tenant-schemas.ts';
import { createGroups } from '../groups/groups.ts';
import type { ScimAnswer, ScimCall } from '../http/scim-call.ts';
import { asScimError } from '../http/scim-errors.ts';
import { createUsers } from '../users/users.ts';
import { dryRun } from './dry-run.ts';
import type { LogEntry } from './log-entry.store.ts';
import type { ProvisioningChange } from './provisioning-change.ts';

export interface ReplayDeps {
  database: Database;
  schemas: Pick<SchemaSource, 'of'>;
  /** URL of `/scim/v2`. */
  base: string;
  log: Log;
}

export interface Replayed {
  status: number;
  answer: unknown;
  change: ProvisioningChange | null;
}

/** Does requests again as if they came now, and keeps nothing of what they do. */
export function createReplay({ database, schemas, base, log }: ReplayDeps) {
  const deps = { database: dryRun(database), base };
  const endpoints = { User: createUsers(deps), Group: createGroups(deps) };

  return async (tenantId: string, entry: LogEntry): Promise<Replayed> => {
    const { connectionId, method, request: body } = entry;
    const [path = '', search = ''] = entry.path.split('?');
    if (method === 'GET' || !/^\/(Users|Groups)\b(?!\/\.search)/i.test(path)) {
      throw new Problem(409, 'conflict', {
        detail: 'Only what changes one User or Group can be replayed.',
      });
    }
    const connection = await database.read(tenantId, (db) => findConnection(db, connectionId));
    if (!connection) throw new Problem(404, 'not_found', { detail: 'The connection is gone.' });
    const call: Omit<ScimCall, 'id'> = {
      caller: { tenantId, connectionId, tokenId: '', scopes: ['read', 'write'] },
      ...{ connection, schemas: await schemas.of(tenantId), body, ifMatch: '' },
      query: new Map([...new URLSearchParams(search)].map(([k, v]) => [k.toLowerCase(), v])),
    };
    const { status, body: answer, change } = await answerOf(call, { method, path });
    return { status, answer: answer ?? null, change: change ?? null };
  };

  async function answerOf(
    call: Omit<ScimCall, 'id'>,
    asked: { method: string; path: string },
  ): Promise<ScimAnswer> {
    try {
      const { handler, id } = targetOf(asked, endpoints);
      return await handler({ ...call, id });
    } catch (error) {
      return asScimError(error, { log, requestId: 'replay' });
    }
  }
}
