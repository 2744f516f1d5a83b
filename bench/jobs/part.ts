import { dataFolder } from '../../tools/hub-process.ts';
import type { Bench, Part } from '../context.ts';
import { median } from '../quantile.ts';
import { percent, table } from '../table.ts';
import { AT_ONCE, bareQueue, hubQueue, JOBS, type Queue, type Round } from './queues.ts';

const ROUNDS = 3;

/** The hub's queue and its workers beside the least that a durable queue is. */
export const jobsPart: Part = {
  services: ['postgres', 'redis'],
  async run(bench) {
    const [servers, embedded] = [await dataFolder(), await dataFolder()];
    try {
      return [tableOf(await inTurn(await queuesOf(bench, servers.path, embedded.path)))];
    } finally {
      await servers.remove();
      await embedded.remove();
    }
  },
};

const BARE = 'bare pg';

async function queuesOf(
  { postgresAndRedis, stop }: Bench,
  servers: string,
  embedded: string,
): Promise<Map<string, Queue>> {
  const { REDIS_URL, ...postgres } = await postgresAndRedis();
  const onServers = { dataDir: servers, target: { url: postgres.DATABASE_URL }, stop };
  const onPglite = { dataDir: embedded, target: { dataDir: embedded }, stop };
  return new Map([
    [BARE, bareQueue(postgres.MIGRATE_DATABASE_URL, stop)],
    ['hub, PostgreSQL', await hubQueue({ ...onServers, env: postgres })],
    ['hub, PostgreSQL + BullMQ', await hubQueue({ ...onServers, env: { ...postgres, REDIS_URL } })],
    ['hub, embedded', await hubQueue({ ...onPglite, env: {} })],
  ]);
}

async function inTurn(queues: Map<string, Queue>): Promise<Map<string, Round[]>> {
  const rounds = new Map<string, Round[]>();
  for (let n = 0; n < ROUNDS; n += 1) {
    for (const [name, queue] of queues) {
      rounds.set(name, [...(rounds.get(name) ?? []), await queue()]);
    }
  }
  return rounds;
}

function tableOf(rounds: Map<string, Round[]>): string {
  const perSecond = (name: string, phase: keyof Round) =>
    (1000 * JOBS) / median((rounds.get(name) ?? []).map((round) => round[phase]));
  const cells = (name: string, phase: keyof Round) => [
    perSecond(name, phase).toFixed(0),
    percent(perSecond(name, phase) / perSecond(BARE, phase)),
  ];
  return table(
    `jobs: ${JOBS} without work, ${AT_ONCE} at once, ${ROUNDS} rounds in turn, medians`,
    [
      ['', 'queued/s', 'of bare', 'run/s', 'of bare'],
      ...[...rounds.keys()].map((name) => [name, ...cells(name, 'enqueue'), ...cells(name, 'run')]),
    ],
  );
}
