import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import pg from 'pg';
import { readmeExamples, storeAndRead, withServer } from './example-server.ts';

const owner = process.env.TEST_MIGRATE_DATABASE_URL ?? '';

describe('README of xapi-lrs, with PostgreSQL', () => {
  it('its second example makes the first one keep statements in the database', async () => {
    const [first = '', second = ''] = await readmeExamples();
    const app = first
      .replace('createMemoryStore()', 'store')
      .replace('attachments: createMemoryAttachments()', 'attachments')
      .replace("tenant: 'one'", `tenant: '${randomUUID()}'`);
    expect(app).to.match(/store: store,\s+attachments,/);
    const name = `crosswalk_readme_${randomBytes(4).toString('hex')}`;
    const admin = new pg.Client(owner);
    await admin.connect();
    try {
      await admin.query(`create database ${name}`);
      const url = new URL(owner);
      url.pathname = name;
      const env = { DATABASE_URL: url.href, CURSOR_SECRET: 'secret' };
      await withServer({ code: `${second}\n${app}`, env }, storeAndRead);
      const kept = new pg.Client(url.href);
      await kept.connect();
      const { rowCount } = await kept.query('select from statement');
      await kept.end();
      expect(rowCount).to.equal(1);
    } finally {
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.end();
    }
  }).timeout(60_000);
});
