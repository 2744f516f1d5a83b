import type { Version } from '@crosswalk/xapi-lrs';
import { Type } from 'typebox';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { Problem } from '../../platform/http/problem.ts';
import { OneOf } from '../../platform/http/shapes.ts';
import { keepSecret, openSecret } from '../../platform/tenancy/keyring.ts';
import { deleteSecret } from '../../platform/tenancy/tenants.store.ts';

/** Another LRS, and how the hub signs in there. */
export interface RemoteLrs {
  /** Without a slash at its end. */
  endpoint: string;
  version: Version;
  key: string;
  secret: string;
}

/** What an administrator says of another LRS. */
export const remoteShape = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  endpoint: Type.String({
    minLength: 8,
    maxLength: 2000,
    description:
      'base address of the other LRS: statements are at {endpoint}/statements. Private addresses and http have to be in OUTBOUND_ALLOW',
  }),
  key: Type.String({
    minLength: 1,
    maxLength: 500,
    description: 'user name of Basic authentication',
  }),
  secret: Type.String({ minLength: 1, maxLength: 500, description: 'never shown again' }),
  version: OneOf<Version>(['1.0.3', '2.0.0']),
};

/** @throws Problem 422 */
export function checkEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url && isWeb && !url.username && !url.password && !url.search && !url.hash) {
    return url.href.replace(/\/+$/, '');
  }
  throw new Problem(422, 'invalid_input', {
    detail: 'The endpoint is an https address without user name, query and fragment.',
    errors: [{ in: 'body', pointer: '/endpoint', detail: 'is no such address' }],
  });
}

/**
 * Whoever may change the address but does not know the login must not have it sent to them.
 * @throws Problem 422
 */
export function checkMovedLogin(
  before: Pick<RemoteLrs, 'endpoint'> | undefined,
  { endpoint, key }: Partial<Pick<RemoteLrs, 'endpoint' | 'key'>>,
): void {
  const isElsewhere = before && endpoint !== undefined && endpoint !== before.endpoint;
  if (!isElsewhere || key !== undefined) return;
  throw new Problem(422, 'secret_required', {
    detail: 'Another endpoint needs key and secret again.',
  });
}

export function requestHeaders({ version, key, secret }: RemoteLrs): Record<string, string> {
  return {
    'X-Experience-API-Version': version,
    Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
  };
}

interface Login {
  key: string;
  secret: string;
}

/** Encrypted at rest, and again with each new data key of the tenant. */
export async function keepLogin(
  db: TenantDb,
  master: MasterKeys,
  { id, key, secret }: Login & { id: string },
): Promise<void> {
  const plaintext = JSON.stringify({ key, secret });
  await keepSecret(db, master, { name: nameOf(id), plaintext });
}

/** @param id of the forward or pull that it was kept for */
export async function openLogin(db: TenantDb, master: MasterKeys, id: string): Promise<Login> {
  const kept = await openSecret(db, master, nameOf(id));
  if (kept === undefined) throw new Error(`there is no login of ${id}`);
  return JSON.parse(kept);
}

export const deleteLogin = (db: TenantDb, id: string): Promise<void> =>
  deleteSecret(db, nameOf(id));

const nameOf = (id: string): string => `remote-lrs:${id}`;
