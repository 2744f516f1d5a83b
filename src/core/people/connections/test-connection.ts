import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { TenantDb } from '../../../platform/database/database.ts';
import type { ProvisionedPerson } from '../provisioning/provisioned-person.ts';
import { insertConnection } from './connection.store.ts';
import { type Connection, defaultGuard } from './connection.ts';

/** A directory of a test: SCIM, unless it says otherwise, whose guard is never in the way. */
export function testConnection(db: TenantDb, given: Partial<Connection> = {}): Promise<Connection> {
  return insertConnection(db, {
    ...{ id: uuidv7(), kind: 'scim', name: 'Directory', profile: 'generic', linking: 'none' },
    ...{ mapping: {}, guard: { ...defaultGuard, percent: 100 }, deletionDays: 30 },
    ...{ enabled: true, settings: {} },
    ...given,
  });
}

type Given = Partial<ProvisionedPerson> & { email?: string | null; name?: string };

/** Somebody as a directory tells of them. */
export function testTold({ email = null, name = 'Ada', ...given }: Given = {}): ProvisionedPerson {
  const unknown = { givenName: null, familyName: null, locale: null, timeZone: null };
  return {
    subject: uuidv7(),
    active: true,
    details: { displayName: name, email, ...unknown },
    ...given,
  };
}
