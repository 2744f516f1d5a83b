import { audit } from '../../../platform/audit/audit.store.ts';
import type { MasterKeys } from '../../../platform/crypto/master-keys.ts';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { insertToolKey, lockToolKeys } from '../../keys/tool-key.store.ts';
import { guessProfile } from '../../profiles/effective-profile.ts';
import { insertDeployment } from '../deployment.store.ts';
import { insertRegistration } from '../registration.store.ts';
import {
  type LtijsDeployment,
  type LtijsInstallation,
  type LtijsPlatform,
  type LtijsSource,
  readLtijs,
} from './ltijs.store.ts';
import { openLtijsKey } from './ltijs-key.ts';

export interface LtijsReport {
  platforms: {
    name: string;
    issuer: string;
    clientId: string;
    outcome: 'imported' | 'known' | 'skipped';
    reason?: string;
  }[];
  /** Keys of the tool that are new here. */
  keys: number;
  deployments: number;
}

/**
 * Takes over the platforms and keys of an ltijs installation. The keys join the tenant's own, under
 * the kids that the platforms know. What is here already stays as it is.
 * @param secret the installation's encryption key (LTIKEY)
 * @throws LtijsKeyError
 */
export async function importLtijs({
  database,
  master,
  tenantId,
  source,
  secret,
}: {
  database: Database;
  master: MasterKeys;
  tenantId: string;
  source: LtijsSource;
  secret: string;
}): Promise<LtijsReport> {
  const installation = await readLtijs(source);
  const keys = installation.privateKeys.map((key) => ({
    ...openLtijsKey(secret, key),
    signsFrom: key.createdAt,
  }));
  return database.tenant(tenantId, async (db) => {
    await lockToolKeys(db);
    let newKeys = 0;
    for (const { privateKey, ...key } of keys) {
      const wrapped = master.wrap({ id: key.kid, key: Buffer.from(privateKey) }, tenantId);
      if (await insertToolKey(db, { ...key, privateKey: wrapped })) newKeys += 1;
    }
    const taken = await takePlatforms(db, installation);
    const report = { ...taken, keys: newKeys };
    await audit(db, {
      actor: 'cli',
      action: 'lti_registration.imported',
      subject: { type: 'tenant', id: tenantId },
      detail: { from: 'ltijs', ...report },
    });
    return report;
  });
}

async function takePlatforms(
  db: TenantDb,
  { platforms, deployments }: LtijsInstallation,
): Promise<Pick<LtijsReport, 'platforms' | 'deployments'>> {
  const report: Pick<LtijsReport, 'platforms' | 'deployments'> = { platforms: [], deployments: 0 };
  for (const platform of platforms) {
    const { issuer, clientId } = platform;
    const row = { name: platform.name || issuer, issuer, clientId };
    const { method, key: jwksUri = '' } = platform.authConfig ?? {};
    if (method !== 'JWK_SET') {
      const reason = `has a ${method ?? 'key'} instead of a key set URL: register it by hand`;
      report.platforms.push({ ...row, outcome: 'skipped', reason });
      continue;
    }
    const registrationId = await takePlatform(db, platform, jwksUri);
    report.platforms.push({ ...row, outcome: registrationId ? 'imported' : 'known' });
    if (!registrationId) continue;
    report.deployments += await takeDeployments(db, registrationId, {
      deployments: deployments.filter((d) => d.issuer === issuer && d.clientId === clientId),
    });
  }
  return report;
}

/** The new registration; undefined when the hub knows the platform already. */
async function takePlatform(
  db: TenantDb,
  platform: LtijsPlatform,
  jwksUri: string,
): Promise<string | undefined> {
  const { name, issuer, clientId, authorizationEndpoint, tokenEndpoint } = platform;
  const made = await insertRegistration(db, {
    ...{ issuer, clientId, authorizationEndpoint, tokenEndpoint, jwksUri },
    id: uuidv7(),
    name: name || issuer,
    tokenAudience: platform.authorizationServer,
    profile: guessProfile({ issuer }),
    isEnabled: platform.isActive,
    ...{ overrides: {}, keySet: 'tenant', isShared: false, origin: 'ltijs' },
    ...{ scopes: [], frameAncestors: [] },
  });
  return made?.id;
}

async function takeDeployments(
  db: TenantDb,
  registrationId: string,
  { deployments }: { deployments: LtijsDeployment[] },
): Promise<number> {
  let taken = 0;
  for (const { deploymentId } of deployments) {
    const row = { id: uuidv7(), registrationId, deploymentId, name: null, platform: null };
    if (await insertDeployment(db, row)) taken += 1;
  }
  return taken;
}
