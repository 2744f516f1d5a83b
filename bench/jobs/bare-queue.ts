import pg from 'pg';

export interface BareQueueOptions {
  databaseUrl: string;
  phase: 'enqueue' | 'run';
  jobs: number;
  connections: number;
}

/** A process with the least that a durable queue is: prints the milliseconds of a phase. */
const options: BareQueueOptions = JSON.parse(process.argv[2] ?? '{}');
const { phase, jobs } = options;
const clients = Array.from(
  { length: options.connections },
  () => new pg.Client({ connectionString: options.databaseUrl, pipeline: true }),
);
await Promise.all(clients.map((client) => client.connect()));
if (phase === 'enqueue') {
  await clients[0]?.query(
    `drop table if exists bare_job;
     create table bare_job (id int generated always as identity primary key, payload jsonb not null)`,
  );
}
let queued = 0;
const startedAt = performance.now();
await Promise.all(clients.map(phase === 'enqueue' ? enqueue : run));
console.log(JSON.stringify({ ms: performance.now() - startedAt }));
await Promise.all(clients.map((client) => client.end()));

async function enqueue(client: pg.Client): Promise<void> {
  while (queued++ < jobs) await client.query('insert into bare_job (payload) values ($1)', ['{}']);
}

/** A job belongs to the transaction that has locked it: who dies gives it back. */
async function run(client: pg.Client): Promise<void> {
  const claim = 'select id, payload from bare_job order by id limit 1 for update skip locked';
  for (;;) {
    const [, { rows }] = await Promise.all([
      client.query('begin'),
      client.query<{ id: number }>(claim),
    ]);
    if (!rows[0]) return;
    const done = client.query('delete from bare_job where id = $1', [rows[0].id]);
    await Promise.all([done, client.query('commit')]);
  }
}
