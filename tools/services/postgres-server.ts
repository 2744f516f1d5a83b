import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { debianPostgresFolders, findProgram } from './find-program.ts';
import { freePort } from './free-port.ts';
import { type Account, keep, type RestartableService, scratchFolder } from './keeper.ts';

const run = promisify(execFile);

/** Throw-away data: nothing has to survive a power cut. */
const settings = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'jit=off',
  'max_connections=200',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
];

/** The folder of `initdb` and `postgres`, if they are installed. */
export function findPostgres(): string | undefined {
  const initdb = findProgram(['initdb'], debianPostgresFolders());
  return initdb && dirname(initdb);
}

export interface PostgresServer extends RestartableService {
  superuserUrl: string;
}

/** A PostgreSQL cluster of our own on a free port of 127.0.0.1. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const account = await ordinaryAccount();
  const dir = await scratchFolder('postgres', account);
  const data = join(dir, 'data');
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(dir, 'password');
  await writeFile(passwordFile, password);
  await run(
    join(programs, 'initdb'),
    [
      ...['--pgdata', data, '--username', 'postgres', '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
    ],
    { cwd: dir, ...account },
  );
  const port = await freePort();
  const superuserUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const server = await keep({
    dir,
    command: [
      join(programs, 'postgres'),
      ...['-D', data, '-p', String(port)],
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    signal: 'QUIT',
    account,
    probe: () => connects(superuserUrl),
  });
  return { superuserUrl, ...server };
}

async function connects(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.end();
}

/** PostgreSQL refuses to run as root; its package brings an account of its own. */
async function ordinaryAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string, name: string) => run('id', [option, name]).then((r) => +r.stdout);
  const name = await id('-u', 'postgres').then(
    () => 'postgres',
    () => 'nobody',
  );
  return { uid: await id('-u', name), gid: await id('-g', name) };
}
