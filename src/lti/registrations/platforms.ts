import type { Database } from '../../platform/database/database.ts';
import { profileOf } from '../profiles/effective-profile.ts';
import type { PlatformProfile } from '../profiles/platform-profile.ts';
import { findDeployment, findDeploymentById } from './deployment.store.ts';
import { findRegistration, findRegistrations } from './registration.store.ts';
import type { Deployment, Registration } from './registration.ts';

/** A change holds within this time in every process. */
const CACHE_MS = 10_000;
const CACHE_SIZE = 10_000;

export interface Platform {
  registration: Registration;
  profile: PlatformProfile;
}

export interface DeployedPlatform {
  platform: Platform;
  deployment: Deployment;
}

/** Registrations and deployments of all tenants: the tenant is what they tell. */
export interface Platforms {
  /** Without a client id two at most, when the issuer is not unambiguous. */
  byIssuer(named: { issuer: string; clientId: string | undefined }): Promise<Platform[]>;
  byId(registrationId: string): Promise<Platform | undefined>;
  /** By the platform's id of the deployment. */
  deployment(named: {
    registrationId: string;
    deploymentId: string;
  }): Promise<Deployment | undefined>;
  /** By the hub's id of the deployment, as jobs know it. */
  byDeployment(id: string): Promise<DeployedPlatform | undefined>;
  find(named: {
    issuer: string;
    clientId: string;
    deploymentId: string;
  }): Promise<DeployedPlatform | undefined>;
  /** Drops what this process remembers, so that a change made here holds at once. */
  forget(): void;
}

export function createPlatforms({
  database,
  now = Date.now,
}: {
  database: Database;
  now?: () => number;
}): Platforms {
  const { lookup } = database;
  const cache = new Map<string, { found: unknown; until: number }>();

  /** Unknown names are asked for again each time: floods of them must not push the known ones out. */
  async function remembered<T extends object>(
    key: readonly string[],
    find: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const id = JSON.stringify(key);
    const known = cache.get(id);
    // Sound because the first part of a key names what is kept under it.
    if (known && known.until > now()) return known.found as T;
    const found = await find();
    cache.delete(id);
    if (!found) return undefined;
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(id, { found, until: now() + CACHE_MS });
    return found;
  }

  const byIssuer: Platforms['byIssuer'] = async ({ issuer, clientId }) => {
    const found = await remembered(['issuer', issuer, clientId ?? ''], async () => {
      const registrations = await findRegistrations(lookup, { issuer, clientId });
      return registrations.length > 0 ? registrations.map(platformOf) : undefined;
    });
    return found ?? [];
  };

  const byId: Platforms['byId'] = (registrationId) =>
    remembered(['registration', registrationId], async () => {
      const registration = await findRegistration(lookup, registrationId);
      return registration && platformOf(registration);
    });

  const deployment: Platforms['deployment'] = (named) =>
    remembered(['deployment', named.registrationId, named.deploymentId], () =>
      findDeployment(lookup, named),
    );

  return {
    byIssuer,
    byId,
    deployment,
    byDeployment: (id) =>
      remembered(['deployed', id], async () => {
        const found = await findDeploymentById(lookup, id);
        const platform = found && (await byId(found.registrationId));
        return platform && { platform, deployment: found };
      }),
    find: async ({ issuer, clientId, deploymentId }) => {
      const [platform] = await byIssuer({ issuer, clientId });
      if (!platform) return undefined;
      const found = await deployment({ registrationId: platform.registration.id, deploymentId });
      return found && { platform, deployment: found };
    },
    forget: () => cache.clear(),
  };
}

function platformOf(registration: Registration): Platform {
  return { registration, profile: profileOf(registration.profile, registration.overrides) };
}
