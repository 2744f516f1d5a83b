import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database for one run of tests, with the two roles that the hub needs. */
export interface TestDatabase {
  /** The app's role: owns nothing, cannot bypass row-level security. */
  url: string;
  /** The owner, who may also create databases. */
  ownerUrl: string;
  close(): Promise<void>;
}

/**
 * Creates a database and its roles through an administrator's URL, who may create both.
 * `close` drops them.
 */
export async function createTestDatabase(adminUrl: string): Promise<TestDatabase> {
  const name = `crosswalk_test_${randomBytes(4).toString('hex')}`;
  const owner = { name: `${name}_owner`, password: randomBytes(16).toString('hex') };
  const app = { name: `${name}_app`, password: randomBytes(16).toString('hex') };
  await execute(adminUrl, [
    `create role ${owner.name} login createdb password '${owner.password}'`,
    `create role ${app.name} login password '${app.password}'`,
    `grant ${owner.name}, ${app.name} to current_user`,
    `create database ${name} owner ${owner.name} template template0`,
  ]);
  const urlOf = (role: typeof owner) => {
    const url = new URL(adminUrl);
    url.pathname = name;
    url.username = role.name;
    url.password = role.password;
    return url.href;
  };
  return {
    url: urlOf(app),
    ownerUrl: urlOf(owner),
    close: () => dropOwnedBy(adminUrl, owner.name, app.name),
  };
}

async function dropOwnedBy(adminUrl: string, owner: string, app: string): Promise<void> {
  const databases = await execute(adminUrl, [
    `select datname from pg_database where datdba = '${owner}'::regrole`,
  ]);
  await execute(adminUrl, [
    ...databases.map((row) => `drop database "${row.datname}" with (force)`),
    `drop role ${app}, ${owner}`,
  ]);
}

/** Whether the URL's role may create databases and roles, and so a test database. */
export async function mayCreateDatabases(url: string): Promise<boolean> {
  const [row] = await execute(url, [
    'select rolsuper or (rolcreatedb and rolcreaterole) as may from pg_roles where rolname = current_user',
  ]);
  return row?.may === true;
}

/** Whether row-level security binds the URL's role. */
export async function isBoundByRowSecurity(url: string): Promise<boolean> {
  const [row] = await execute(url, [
    'select not (rolsuper or rolbypassrls) as bound from pg_roles where rolname = current_user',
  ]);
  return row?.bound === true;
}

/** Runs statements one by one; answers the rows of the last. */
async function execute(url: string, statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}
