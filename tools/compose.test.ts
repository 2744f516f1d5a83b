import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadConfig, settings } from '../src/config.ts';
import { parseDockerfile } from './image/dockerfile.ts';

const compose = readFileSync('docker-compose.yml', 'utf8');
const hub = section('x-hub');
const environment: Record<string, string> = Object.fromEntries(
  [...section('environment', hub).matchAll(/^ +([A-Z_]+): (.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]),
);

/** The lines below a key that are indented more than it is. */
function section(key: string, text = compose): string {
  const [, indent = '', rest = ''] =
    new RegExp(`^( *)${key}:[^\\n]*\\n([^]*)`, 'm').exec(text) ?? [];
  const lines = rest.split('\n');
  const end = lines.findIndex((line) => line !== '' && !line.startsWith(`${indent} `));
  return lines.slice(0, end < 0 ? undefined : end).join('\n');
}

/** As Compose does it: `${NAME:-default}`, and `${NAME:?message}` from what is given. */
function interpolate(value: string, given: Record<string, string>): string {
  return value.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name, operator, text) => {
    const answer = given[name] ?? (operator === '-' ? text : undefined);
    if (answer === undefined) throw new Error(`${name}: ${text}`);
    return answer;
  });
}

const secrets = {
  APP_DATABASE_PASSWORD: 'app',
  OWNER_DATABASE_PASSWORD: 'owner',
  MASTER_KEY: randomBytes(32).toString('base64'),
  BOOTSTRAP_API_KEY: randomBytes(32).toString('hex'),
};

function configuration(given: Record<string, string>) {
  const values = Object.entries(environment).map(([name, value]) => [
    name,
    interpolate(value, given),
  ]);
  return loadConfig({ ...imageEnvironment(), ...Object.fromEntries(values) });
}

function imageEnvironment(): Record<string, string> {
  const steps = parseDockerfile(readFileSync('Dockerfile', 'utf8')).at(-1)?.instructions ?? [];
  const lines = steps.filter((step) => step.keyword === 'ENV').map((step) => step.rest);
  return Object.fromEntries(
    [...lines.join(' ').matchAll(/(\w+)=(\S*)/g)].map(([, name, value]) => [name, value]),
  );
}

describe('docker-compose.yml', () => {
  it('sets nothing that is not a setting of the hub', () => {
    const names = [...Object.keys(environment), ...Object.keys(imageEnvironment())];
    expect(Object.keys(settings)).to.include.members(names);
    expect(environment).to.include.keys('DATABASE_URL', 'MIGRATE_DATABASE_URL', 'REDIS_URL');
  });

  it('gives values that the hub accepts in production', () => {
    const config = configuration(secrets);
    expect(config.NODE_ENV).to.equal('production');
    expect(config.DATABASE_URL).to.equal('postgres://hub_app:app@postgres:5432/hub');
    expect(config.MIGRATE_DATABASE_URL).to.equal('postgres://hub_owner:owner@postgres:5432/hub');
    expect(config.HOST).to.equal('0.0.0.0');
  });

  for (const name of Object.keys(secrets)) {
    it(`does not start without ${name}`, () => {
      const rest = Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== name));
      expect(() => configuration(rest)).to.throw(name);
    });
  }

  it('runs two hubs with the same settings, after their database and Redis are healthy', () => {
    expect(compose.match(/^ {4}<<: \*hub$/gm)).to.have.lengthOf(2);
    expect(section('depends_on', hub).match(/condition: service_healthy/g)).to.have.lengthOf(2);
    for (const service of ['postgres', 'redis']) {
      expect(section(service, section('services')), service).to.include('healthcheck:');
    }
  });

  it('lets the hub write to its volume and /tmp only', () => {
    expect(hub).to.include('read_only: true').and.to.include('tmpfs: [/tmp]');
  });

  it('makes an app role that owns nothing', () => {
    const roles = section(
      'content',
      section('configs', compose.slice(compose.indexOf('\nconfigs:'))),
    );
    expect(roles).to.match(/create role hub_app login password/);
    expect(roles).to.match(/create database hub owner hub_owner/);
    expect(roles).not.to.match(/superuser|bypassrls/i);
  });
});
