import {
  findConnection,
  insertConnection,
  updateConnection,
} from '../../core/people/connections/connection.store.ts';
import { parseMasterKeys } from '../../platform/crypto/master-keys.ts';
import { newSecret } from '../../platform/crypto/secret.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database } from '../../platform/database/database.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import { silent } from '../../platform/jobs/testing/test-jobs.ts';
import { wrapNewDataKey } from '../../platform/tenancy/data-keys.ts';
import { keepSecret } from '../../platform/tenancy/keyring.ts';
import { insertTenant } from '../../platform/tenancy/tenants.store.ts';
import {
  bindPasswordName,
  type DirectoryConnection,
  directoryConnectionOf,
} from '../connections/directory-settings.ts';
import { listChanges, type PlannedChange } from '../syncs/change.store.ts';
import { syncHandler } from '../syncs/run-sync.ts';
import {
  type DirectorySync,
  findSync,
  insertSync,
  type SyncMode,
  type SyncScope,
} from '../syncs/sync.store.ts';
import { BASE, READER, READER_PASSWORD, testConnection, toLoopback } from './test-directory.ts';
import { startTestLdapServer, type TestLdapServer } from './test-ldap-server.ts';

const master = parseMasterKeys(newSecret().toString('base64'));

export interface TestCompany {
  tenantId: string;
  server: TestLdapServer;
  connectionId: string;
  connection(): Promise<DirectoryConnection>;
  change(change: (connection: DirectoryConnection) => DirectoryConnection): Promise<void>;
  sync(mode: SyncMode, scope?: SyncScope): Promise<DirectorySync>;
  /** Lines of the plan, shortly. */
  lines(sync: DirectorySync): Promise<string[]>;
  changes(sync: DirectorySync): Promise<PlannedChange[]>;
  /** Who is there, and whether they are active, by name. */
  people(): Promise<Record<string, boolean>>;
  /** Names of members by names of groups. */
  members(): Promise<Record<string, string[]>>;
  close(): Promise<void>;
}

/** A tenant whose people are in a directory for tests. */
export async function testCompany(
  database: Database,
  given: Parameters<typeof testConnection>[1] = {},
): Promise<TestCompany> {
  const [tenantId, connectionId] = [uuidv7(), uuidv7()];
  const server = await startTestLdapServer();
  server.passwords = { [READER]: READER_PASSWORD };
  server.root = { namingContexts: [BASE], vendorName: ['Tests'] };
  await database.tenant(tenantId, async (db) => {
    const name = `company ${tenantId}`;
    await insertTenant(db, { name, dataKeys: [wrapNewDataKey(master, tenantId)] });
    await insertConnection(db, { ...testConnection(server, given), id: connectionId });
    await keepSecret(db, master, {
      ...{ name: bindPasswordName(connectionId), plaintext: READER_PASSWORD },
    });
  });
  const handler = syncHandler({ database, master, connectTcp: toLoopback, log: silent });
  const transact: JobContext['transact'] = (work) => database.tenant(tenantId, work);
  const { signal } = new AbortController();
  const ctx: JobContext = { signal, transact, complete: transact, progress: async () => {} };
  const company: TestCompany = {
    ...{ tenantId, server, connectionId },
    async connection() {
      const found = await database.read(tenantId, (db) => findConnection(db, connectionId));
      const connection = found && directoryConnectionOf(found);
      if (!connection) throw new Error('no connection');
      return connection;
    },
    async change(change) {
      const changed = change(await company.connection());
      await database.tenant(tenantId, (db) => updateConnection(db, changed));
    },
    async sync(mode, scope = 'auto') {
      const id = uuidv7();
      await database.tenant(tenantId, (db) =>
        insertSync(db, { id, connectionId, mode, scope, requestedBy: 'test' }),
      );
      const job = { id, tenantId, kind: handler.kind, payload: { syncId: id }, attempt: 3 };
      await handler.run(job, ctx);
      const sync = await database.read(tenantId, (db) => findSync(db, id));
      if (!sync) throw new Error('no sync');
      return sync;
    },
    changes: (sync) =>
      database.read(tenantId, (db) =>
        listChanges(db, { syncId: sync.id, after: 0, limit: 10_000 }),
      ),
    lines: async (sync) =>
      (await company.changes(sync)).map(({ action, name, data }) => {
        const more =
          'changed' in data && data.changed.length > 0
            ? ` (${data.changed.join(', ')})`
            : 'reason' in data
              ? ` (${data.reason})`
              : 'add' in data
                ? ` +${data.add.length} -${data.remove.length}`
                : '';
        return `${action} ${name}${more}`;
      }),
    people: () =>
      database.read(tenantId, async (db) => {
        const { rows } = await db.query<{ name: string; active: boolean }>(
          'select display_name as name, active from person where tenant_id = $1 order by 1',
          [tenantId],
        );
        return Object.fromEntries(rows.map(({ name, active }) => [name, active]));
      }),
    members: () =>
      database.read(tenantId, async (db) => {
        const { rows } = await db.query<{ name: string; members: string[] }>(
          `select g.name, array(select p.display_name from membership m
             join person p on p.tenant_id = $1 and p.id = m.person_id
             where m.tenant_id = $1 and m.group_id = g.id order by 1) as members
           from person_group g where g.tenant_id = $1 order by 1`,
          [tenantId],
        );
        return Object.fromEntries(rows.map(({ name, members }) => [name, members]));
      }),
    close: () => server.close(),
  };
  return company;
}
