import { findBrowser } from './browser.ts';
import { findOpenssl } from './certificates.ts';
import { canInstall, install } from './debian.ts';
import type { KeptService } from './keeper.ts';
import { findPostgres, startPostgres } from './postgres-server.ts';
import { findRedis, startRedis } from './redis-server.ts';
import { findSamba } from './samba-server.ts';
import { findSlapd } from './slapd-server.ts';
import { createTestDatabase, isBoundByRowSecurity, mayCreateDatabases } from './test-database.ts';

export type Service = 'postgres' | 'redis' | 'chromium' | 'slapd' | 'samba';

/** How each service is found, installed on Debian, and asked for elsewhere. */
const catalogue = {
  postgres: {
    isThere: () => Boolean(process.env.DATABASE_URL ?? findPostgres()),
    packages: ['postgresql'],
    advice:
      'PostgreSQL 15 or newer: install its server (initdb and postgres on PATH), or set DATABASE_URL to a role that may create databases and roles.',
  },
  redis: {
    isThere: () => Boolean(process.env.REDIS_URL ?? findRedis()),
    packages: ['redis-server'],
    advice:
      'Redis 6.2 or newer: install redis-server, or set REDIS_URL to one that may be wiped by tests.',
  },
  chromium: {
    isThere: () => Boolean(findBrowser()),
    // Without the fonts, screenshots show boxes instead of most scripts.
    packages: ['chromium', 'fonts-noto-core', 'fonts-noto-cjk'],
    advice: 'Chromium or Chrome: install it, or set CHROMIUM_PATH to its program.',
  },
  slapd: {
    isThere: () => Boolean(findSlapd() && findOpenssl()),
    packages: ['slapd', 'openssl'],
    advice: 'OpenLDAP: install its server (slapd on PATH or in /usr/sbin) and openssl.',
  },
  samba: {
    isThere: () => Boolean(findSamba() && findOpenssl()),
    packages: ['samba-ad-dc', 'samba-ad-provision', 'openssl'],
    advice: 'Samba as a domain controller: install samba-ad-dc, samba-ad-provision and openssl.',
  },
} satisfies Record<Service, { isThere(): boolean; packages: string[]; advice: string }>;

/** What is missing and how to provide it; meant to be read. */
export class MissingServicesError extends Error {
  override name = 'MissingServicesError';
}

export interface Services {
  /**
   * Variables for a child process. With a database, a new and empty one at each call, under the
   * names TEST_DATABASE_URL (the app's role) and TEST_MIGRATE_DATABASE_URL (the owner); a new Redis,
   * too, where none is given.
   */
  env(): Promise<Record<string, string>>;
  /** Whether each call of `env` gives services of its own, so that two sets of tests may run at once. */
  areOwn: boolean;
  /** Stops and removes what was started. */
  close(): Promise<void>;
}

/** Finds, installs where we may, and starts what is needed. */
export async function openServices(needed: Service[]): Promise<Services> {
  provide(needed);
  const closers: KeptService[] = [];
  const keep = <T extends KeptService>(service: T): T => {
    closers.unshift(service);
    return service;
  };
  const close = async () => {
    for (const closer of closers) await closer.close();
  };
  try {
    const areOwn = !process.env.REDIS_URL && !process.env.DATABASE_URL;
    const fixed: Record<string, string> = {};
    if (needed.includes('chromium')) fixed.CHROMIUM_PATH = found(findBrowser());
    const redis = async (): Promise<Record<string, string>> => {
      if (!needed.includes('redis')) return {};
      const given = process.env.REDIS_URL;
      return { TEST_REDIS_URL: given ?? keep(await startRedis(found(findRedis()))).url };
    };
    if (!needed.includes('postgres')) {
      return { env: async () => ({ ...fixed, ...(await redis()) }), areOwn, close };
    }
    const database = process.env.DATABASE_URL
      ? await givenDatabase(process.env.DATABASE_URL)
      : ownDatabase(keep(await startPostgres(found(findPostgres()))).superuserUrl);
    return {
      env: async () => {
        const { url, ownerUrl, ...made } = await database();
        if (made.close) keep({ close: made.close });
        const names = { TEST_DATABASE_URL: url, TEST_MIGRATE_DATABASE_URL: ownerUrl };
        return { ...fixed, ...(await redis()), ...names };
      },
      areOwn,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface DatabaseUrls {
  url: string;
  ownerUrl: string;
  close?: () => Promise<void>;
}

function ownDatabase(adminUrl: string): () => Promise<DatabaseUrls> {
  return () => createTestDatabase(adminUrl);
}

/** A database inside the given server, or, where its roles may not make one, the given one itself. */
async function givenDatabase(url: string): Promise<() => Promise<DatabaseUrls>> {
  const ownerUrl = process.env.MIGRATE_DATABASE_URL ?? url;
  if (await mayCreateDatabases(ownerUrl)) return ownDatabase(ownerUrl);
  if (ownerUrl !== url && (await isBoundByRowSecurity(url))) return async () => ({ url, ownerUrl });
  throw new MissingServicesError(
    'DATABASE_URL must name a role that may create databases and roles; or set MIGRATE_DATABASE_URL to the owner of an empty database and DATABASE_URL to another role without BYPASSRLS.',
  );
}

function provide(needed: Service[]): void {
  const missing = needed.filter((service) => !catalogue[service].isThere());
  if (missing.length === 0) return;
  if (!canInstall()) {
    const advice = missing.map((service) => `- ${catalogue[service].advice}`);
    throw new MissingServicesError(
      `These are missing, and can be installed by themselves only as root on Debian:\n${advice.join('\n')}`,
    );
  }
  install(missing.flatMap((service) => catalogue[service].packages));
}

function found(program: string | undefined): string {
  if (!program) throw new MissingServicesError('A program is missing after its installation.');
  return program;
}

/** The same services under the names of the hub's own settings. */
export function hubSettings(env: Record<string, string>): Record<string, string> {
  const names = {
    TEST_DATABASE_URL: 'DATABASE_URL',
    TEST_MIGRATE_DATABASE_URL: 'MIGRATE_DATABASE_URL',
    TEST_REDIS_URL: 'REDIS_URL',
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([from, to]) => (env[from] ? [[to, env[from]]] : [])),
  );
}
