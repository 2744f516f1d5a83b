import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface HubDatabase {
  name: string;
  /** Settings of a hub on an empty database of its own; none for the embedded one. */
  create(): Promise<Record<string, string>>;
}

/** Where the hub of a test keeps its rows: the embedded database, and PostgreSQL when it is there. */
export const databases: HubDatabase[] = [
  { name: 'the embedded database', create: async () => ({}) },
  ...(process.env.TEST_DATABASE_URL ? [{ name: 'PostgreSQL', create: createDatabase }] : []),
];

/** Goes with the other databases of its owner when the services stop. */
async function createDatabase(): Promise<Record<string, string>> {
  const { TEST_DATABASE_URL = '', TEST_MIGRATE_DATABASE_URL = '' } = process.env;
  const name = `crosswalk_hub_${randomBytes(4).toString('hex')}`;
  const owner = new pg.Client(TEST_MIGRATE_DATABASE_URL);
  await owner.connect();
  await owner.query(`create database ${name} template template0`);
  await owner.end();
  const within = (url: string) => Object.assign(new URL(url), { pathname: name }).href;
  return {
    DATABASE_URL: within(TEST_DATABASE_URL),
    MIGRATE_DATABASE_URL: within(TEST_MIGRATE_DATABASE_URL),
  };
}
