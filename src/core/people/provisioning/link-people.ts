import type { TenantDb } from '../../../platform/database/database.ts';
import { readSettings } from '../../settings/tenant-settings.ts';
import type { Connection, LinkingRule } from '../connections/connection.ts';
import {
  findByEmail,
  findByExternalId,
  findByUserName,
  type LinkCandidate,
} from './provision.store.ts';
import type { ProvisionedPerson } from './provisioned-person.ts';

type Linkable = Required<ProvisionedPerson>;

/** Letters that look like ASCII ones fold into them: such addresses are nobody's but their own. */
const ASCII = /^[\x21-\x7e]+$/;

/** By what the rule may recognise a person; undefined: by nothing. */
function linkKey(rule: LinkingRule, person: Linkable): string | undefined {
  switch (rule) {
    case 'none':
      return undefined;
    case 'external_id':
      return person.externalId ?? undefined;
    case 'user_name':
      return person.userName ?? undefined;
    case 'verified_email': {
      const { email } = person.details;
      return email && person.emailVerified && ASCII.test(email) ? email.toLowerCase() : undefined;
    }
  }
}

/**
 * Those of the people, by subject, whom another source made and the connection's rule recognises. Who
 * could be two people, or whom two could be, is nobody.
 */
export async function findLinks(
  db: TenantDb,
  connection: Connection,
  people: Linkable[],
): Promise<Map<string, LinkCandidate>> {
  const wanted = people.flatMap((person) => {
    const key = linkKey(connection.linking, person);
    return key === undefined ? [] : [{ key, subject: person.subject }];
  });
  if (wanted.length === 0) return new Map();
  const candidates = await findCandidates(
    db,
    connection,
    wanted.map(({ key }) => key),
  );
  const found = onlyOnes(candidates);
  const askedOnce = onlyOnes(wanted);
  return new Map(
    [...askedOnce].flatMap(([key, { subject }]) => {
      const candidate = found.get(key);
      return candidate?.isFree ? [[subject, candidate] as const] : [];
    }),
  );
}

/** What has a key of its own. */
function onlyOnes<T extends { key: string }>(items: T[]): Map<string, T> {
  const only = new Map<string, T>();
  const repeated = new Set<string>();
  for (const item of items) {
    if (only.has(item.key)) repeated.add(item.key);
    only.set(item.key, item);
  }
  for (const key of repeated) only.delete(key);
  return only;
}

async function findCandidates(
  db: TenantDb,
  connection: Connection,
  keys: string[],
): Promise<LinkCandidate[]> {
  if (connection.linking === 'external_id') return findByExternalId(db, connection, keys);
  if (connection.linking === 'user_name') return findByUserName(db, connection, keys);
  const { lmsEmailsAreVerified } = await readSettings(db);
  const trusting = lmsEmailsAreVerified ? 'lms' : 'nobody';
  return findByEmail(db, connection, { emails: keys, trusting });
}
