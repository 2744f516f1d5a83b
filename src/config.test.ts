import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { configurationReference, referencePath } from '../tools/configuration-reference.ts';
import { loadConfig } from './config.ts';
import { ConfigError } from './setting.ts';

const bad: [string, string][] = [
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PUBLIC_URL', 'hub.example'],
  ['PUBLIC_URL', 'https://hub.example/path'],
  ['DATABASE_URL', 'mysql://x'],
  ['MIGRATE_DATABASE_URL', 'file:///x'],
  ['REDIS_URL', 'http://x'],
  ['BOOTSTRAP_API_KEY', 'short'],
  ['BOOTSTRAP_API_KEY', `with space ${'x'.repeat(40)}`],
  ['MASTER_KEY', 'not base64 of 32 bytes'],
  ['LOG_LEVEL', 'loud'],
  ['NODE_ENV', 'staging'],
  ['WORKERS', '1000'],
  ['RATE_LIMIT', '0'],
];

describe('configuration', () => {
  it('has a usable default for everything', () => {
    const config = loadConfig({});
    expect(config.PORT).to.equal(3000);
    expect(config.publicUrl).to.equal('http://localhost:3000');
    expect(config.contentOrigin).to.equal('http://localhost:3001');
    expect(config.OUTBOUND_ALLOW).to.deep.equal([]);
  });

  for (const [name, value] of bad) {
    it(`refuses ${name}=${value.slice(0, 30)} and names the setting`, () => {
      expect(() => loadConfig({ [name]: value })).to.throw(
        ConfigError,
        new RegExp(`^${name} must be`),
      );
    });
  }

  it('refuses one origin for the hub and for imported content', () => {
    const PUBLIC_URL = 'https://hub.example';
    for (const env of [
      { PUBLIC_URL, CONTENT_ORIGIN: 'https://hub.example/' },
      { PUBLIC_URL, CONTENT_ORIGIN: 'https://HUB.example:443', PORT: '0' },
      { PUBLIC_URL, CONTENT_PORT: '443' },
      { CONTENT_PORT: '3000' },
      // There is no port after it.
      { PORT: '65535' },
    ]) {
      expect(() => loadConfig(env), JSON.stringify(env)).to.throw(
        ConfigError,
        /^CONTENT_ORIGIN must be another origin/,
      );
    }
    for (const env of [
      { PUBLIC_URL },
      { PUBLIC_URL, CONTENT_ORIGIN: 'https://content.example' },
      { PORT: '0' },
    ]) {
      expect(loadConfig(env).contentOrigin).to.not.equal(PUBLIC_URL);
    }
  });

  it('never shows a secret that it refuses', () => {
    const secret = 'hunter2 is too short';
    expect(() => loadConfig({ BOOTSTRAP_API_KEY: secret }))
      .to.throw(ConfigError)
      .with.property('message')
      .that.does.not.include(secret);
  });

  it('takes an empty value for one that is not set', () => {
    expect(loadConfig({ DATABASE_URL: '', PORT: ' ' }).DATABASE_URL).to.equal(undefined);
  });

  it('asks for MASTER_KEY in production with PostgreSQL', () => {
    const env = { NODE_ENV: 'production', DATABASE_URL: 'postgres://hub@db/hub' };
    expect(() => loadConfig(env)).to.throw(ConfigError, /^MASTER_KEY must be set/);
    const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
    expect(loadConfig({ ...env, MASTER_KEY }).MASTER_KEY).to.equal(MASTER_KEY);
  });

  it('docs/configuration.md tells the settings as they are (else: npm run docs)', () => {
    expect(readFileSync(referencePath, 'utf8')).to.equal(configurationReference());
  });
});
