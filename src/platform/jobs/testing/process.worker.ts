import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openPostgres } from '../../database/postgres.ts';
import { watchCommits } from '../commit-notices.ts';
import type { JobHandler } from '../job.ts';
import { createJobs } from '../jobs.ts';
import { applyEffect } from './effects.ts';
import { silent } from './test-jobs.ts';
import type { WorkerOptions } from './worker.ts';

/**
 * A process with workers, told what to do by its argument and, line by line, by its parent:
 * `start` starts the workers, `go` lets handlers that wait for it go on. SIGTERM stops it.
 */
const options: WorkerOptions = JSON.parse(process.argv[2] ?? '');
const say = (line: string) => process.stdout.write(`${line}\n`);
const lines = createInterface({ input: process.stdin });
const told = async (wanted: string) => {
  for (;;) {
    const [line] = await once(lines, 'line');
    if (line === wanted) return;
  }
};

const database = watchCommits(
  await openPostgres({ url: options.databaseUrl, poolSize: 5, bypassingRole: 'refuse' }),
);
const handlers: Record<WorkerOptions['handler'], JobHandler['run']> = {
  apply: async (job, ctx) => {
    await ctx.complete((db) => applyEffect(db, String(job.payload)));
    say(`applied ${job.attempt}`);
  },
  hangBeforeCommit: (job, ctx) =>
    ctx.complete(async (db) => {
      await applyEffect(db, String(job.payload));
      say('uncommitted');
      await told('go');
    }),
  applyWhenTold: async (job, ctx) => {
    say('running');
    await told('go');
    try {
      await ctx.complete((db) => applyEffect(db, String(job.payload)));
      say('applied');
    } catch (error) {
      say(error instanceof Error ? error.name : 'failed');
    }
  },
};
const jobs = createJobs({
  ...options,
  database,
  log: silent,
  instance: String(process.pid),
  handlers: [{ kind: options.kind, maxAttempts: 5, run: handlers[options.handler] }],
  schedules: options.schedules.map(({ name, tenantId }) => ({
    name,
    cron: '0 0 1 1 *',
    run: () => database.tenant(tenantId, (db) => applyEffect(db, name)),
  })),
});
process.once('SIGTERM', async () => {
  await jobs.stop();
  await database.close();
  lines.close();
  say('stopped');
});
say('ready');
await told('start');
jobs.start();
