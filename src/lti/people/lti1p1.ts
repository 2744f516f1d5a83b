import { createHmac, timingSafeEqual } from 'node:crypto';
import { findRefs } from '../../core/external-ref.store.ts';
import type { MasterKeys } from '../../platform/crypto/master-keys.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { openSecret } from '../../platform/tenancy/keyring.ts';
import { claimNames, type LaunchClaims, objectOf, textOf } from '../claims.ts';
import { findConsumerKey } from './consumer-key.store.ts';

/** Tables of people hold the old platform's ids of them (see `importPeople`). */
const IMPORTED = 'csv';

/** Name of the secret of an LTI 1.1 key. */
export function consumerSecretName(id: string): string {
  return `lti1p1:${id}`;
}

/**
 * What the migration claim is signed with (LTI 1.3 Migration Guide, "oauth_consumer_key_sign"): who
 * knows the secret of the old key vouches that both are the same user.
 */
export function signMigration(secret: string, claims: LaunchClaims, key: string): string {
  const parts = [
    key,
    claims[claimNames.deploymentId],
    claims.iss,
    Array.isArray(claims.aud) ? claims.aud[0] : claims.aud,
    claims.exp,
    claims.nonce,
  ];
  return createHmac('sha256', secret).update(parts.map(String).join('&')).digest('base64');
}

/** The person whom the platform knew as somebody else over LTI 1.1; undefined when nobody vouches. */
export async function migratedPerson(
  db: TenantDb,
  { master, claims }: { master: MasterKeys; claims: LaunchClaims },
): Promise<string | undefined> {
  const old = objectOf(claims[claimNames.lti1p1]);
  const [key, sign] = [textOf(old.oauth_consumer_key), textOf(old.oauth_consumer_key_sign)];
  // Without user_id the id has not changed.
  const subject = textOf(old.user_id) ?? textOf(claims.sub);
  if (!key || !sign || !subject) return undefined;
  const known = await findConsumerKey(db, key);
  const secret = known && (await openSecret(db, master, consumerSecretName(known.id)));
  if (!secret || !isSame(sign, signMigration(secret, claims, key))) return undefined;
  // Where people of several platforms came over, their ids stand behind the key.
  const keys = [`id:${key}:${subject}`, `id:${subject}`];
  const refs = await findRefs(db, { system: IMPORTED, kind: 'person', keys });
  return keys.flatMap((name) => refs.get(name)?.entityId ?? [])[0];
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
