import type { ProvisionedPerson } from '../../core/people/provisioning/provisioned-person.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';

/** Whom the directory had when it was last taken over. */
export interface DirectoryEntry {
  subject: string;
  personId: string;
  dn: string;
  dnKey: string;
  active: boolean;
  /** Whether the directory has them no more. */
  gone: boolean;
  primaryGroup: number | null;
  person: ProvisionedPerson;
}

const ENTRY = `subject, person_id as "personId", dn, dn_key as "dnKey", active, gone,
  primary_group as "primaryGroup", person`;

export async function findEntries(
  db: TenantDb,
  { connectionId, subjects }: { connectionId: string; subjects: string[] },
): Promise<Map<string, DirectoryEntry>> {
  const { rows } = await db.query<DirectoryEntry>(
    `select ${ENTRY} from directory_entry
     where tenant_id = $1 and connection_id = $2 and subject = any ($3)`,
    [db.tenantId, connectionId, subjects],
  );
  return new Map(rows.map((row) => [row.subject, row]));
}

/** People whom the connection knows, though they were not taken over: they have signed in. */
export async function findIdentified(
  db: TenantDb,
  { connectionId, subjects }: { connectionId: string; subjects: string[] },
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ subject: string; personId: string }>(
    `select subject, person_id as "personId" from identity
     where tenant_id = $1 and source = 'ldap' and issuer = $2 and subject = any ($3)`,
    [db.tenantId, connectionId, subjects],
  );
  return new Map(rows.map(({ subject, personId }) => [subject, personId]));
}

/** In the order of their subjects. */
export async function listEntries(
  db: TenantDb,
  { connectionId, after, limit }: { connectionId: string; after: string; limit: number },
): Promise<DirectoryEntry[]> {
  const { rows } = await db.query<DirectoryEntry>(
    `select ${ENTRY} from directory_entry
     where tenant_id = $1 and connection_id = $2 and subject > $3 order by subject limit $4`,
    [db.tenantId, connectionId, after, limit],
  );
  return rows;
}

/** As the directory has them now. */
export async function writeEntries(
  db: TenantDb,
  connectionId: string,
  entries: Omit<DirectoryEntry, 'active' | 'gone'>[],
): Promise<void> {
  await db.query(
    `insert into directory_entry (tenant_id, connection_id, subject, person_id, dn, dn_key, active,
       primary_group, person)
     select $1, $2, x.subject, x."personId", x.dn, x."dnKey", true, x."primaryGroup", x.person
     from jsonb_to_recordset($3::jsonb) as x(subject text, "personId" uuid, dn text, "dnKey" text,
       "primaryGroup" integer, person jsonb)
     on conflict (tenant_id, connection_id, subject) do update
       set person_id = excluded.person_id, dn = excluded.dn, dn_key = excluded.dn_key,
         active = true, gone = false, primary_group = excluded.primary_group,
         person = excluded.person`,
    [db.tenantId, connectionId, storableJson(entries)],
  );
}

export async function markEntriesInactive(
  db: TenantDb,
  connectionId: string,
  entries: { subject: string; gone: boolean }[],
): Promise<void> {
  await db.query(
    `update directory_entry e set active = false, gone = x.gone
     from jsonb_to_recordset($3::jsonb) as x(subject text, gone boolean)
     where e.tenant_id = $1 and e.connection_id = $2 and e.subject = x.subject`,
    [db.tenantId, connectionId, storableJson(entries)],
  );
}
