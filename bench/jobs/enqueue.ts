import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { type Clients, inTenant, openClients, type Target } from './clients.ts';

export interface EnqueueOptions {
  target: Target;
  /** Also leaves a message for each job, as the hub does for BullMQ. */
  redisUrl?: string | undefined;
  kind: string;
  jobs: number;
  connections: number;
  tenants: number;
}

export interface Enqueued {
  ms: number;
  tenantIds: string[];
}

/** A process that queues jobs as the hub does, each in a transaction of its own in a new tenant. */
const options: EnqueueOptions = JSON.parse(process.argv[2] ?? '{}');
const database = await openClients(options.target, options.connections);
const messages = options.redisUrl ? await openMessages(options.redisUrl) : undefined;
const tenantIds = await makeTenants(database, options.tenants);
const startedAt = performance.now();
await enqueueAll();
const enqueued: Enqueued = { ms: performance.now() - startedAt, tenantIds };
await messages?.close();
await database.close();
console.log(JSON.stringify(enqueued));

async function enqueueAll(): Promise<void> {
  const { clients, begin } = database;
  let queued = 0;
  const work = async (client: Clients['clients'][number]) => {
    while (queued < options.jobs) {
      const tenantId = tenantIds[queued++ % tenantIds.length] ?? '';
      const id = randomUUID();
      // What `enqueue` of the hub sends.
      await inTenant(
        client,
        { tenantId, begin },
        `insert into job (tenant_id, id, kind, payload, key, run_at, max_attempts)
         values ($1, $2, $3, $4, $5, coalesce($6, now()), $7)
         on conflict (tenant_id, kind, key) where key is not null and state in ('queued', 'running')
         do nothing`,
        [tenantId, id, options.kind, '{}', null, null, null],
      );
      messages?.add(id);
    }
  };
  await Promise.all(clients.map(work));
}

async function makeTenants({ clients, begin }: Clients, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  for (const tenantId of ids) {
    const insert = 'insert into tenant (tenant_id, name) values ($1, $2)';
    await inTenant(clients[0], { tenantId, begin }, insert, [tenantId, `bench ${tenantId}`]);
  }
  return ids;
}

/** The hub's queue in Redis; nobody waits for a message until the end. */
async function openMessages(url: string) {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue('crosswalk-jobs', { connection });
  await queue.waitUntilReady();
  const added: Promise<unknown>[] = [];
  return {
    add(jobId: string) {
      const opts = { jobId, removeOnComplete: true, removeOnFail: true };
      added.push(queue.addBulk([{ name: 'due', data: {}, opts }]));
    },
    async close() {
      await Promise.all(added);
      await queue.close();
      connection.disconnect();
    },
  };
}
