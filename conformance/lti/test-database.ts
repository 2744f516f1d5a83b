import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A new and empty database beside the one of the tests, for the app's role and for the owner. */
export async function emptyDatabase(): Promise<{ url: string; ownerUrl: string }> {
  const { TEST_DATABASE_URL = '', TEST_MIGRATE_DATABASE_URL = '' } = process.env;
  const name = `crosswalk_lti_${randomBytes(4).toString('hex')}`;
  const owner = new pg.Client(TEST_MIGRATE_DATABASE_URL);
  await owner.connect();
  await owner.query(`create database ${name} template template0`);
  await owner.end();
  const within = (url: string) => Object.assign(new URL(url), { pathname: name }).href;
  return { url: within(TEST_DATABASE_URL), ownerUrl: within(TEST_MIGRATE_DATABASE_URL) };
}
