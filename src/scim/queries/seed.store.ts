import type { TenantDb } from '../../platform/database/database.ts';
import type { ResourceKind } from '../schemas/registry.ts';
import type { Seed, SeedColumn } from './narrow.ts';

/** More than these are not worth being named one by one. */
const MOST = 1_000;

/** Keeps the connection out of the choice of an index. */
const OWN = 'tenant_id = $1 and (connection_id = $2) is true';

/** Ids by the condition `$3`, in the order of an index. */
const queries: Record<ResourceKind, Partial<Record<SeedColumn, string>>> = {
  User: {
    userName: `select id from scim_user where ${OWN} and user_name_ci = $3`,
    externalId: `select id from scim_user where ${OWN} and external_id = $3`,
    displayName: `select id from scim_user where ${OWN} and display_name_ci = $3`,
    email: 'select user_id as id from scim_email where tenant_id = $1 and value_ci = $3',
    group: 'select member_id as id from scim_member where tenant_id = $1 and group_id = $3::uuid',
    modifiedAfter: `select id from scim_user
      where tenant_id = $1 and connection_id = $2 and modified_at >= $3::timestamptz
      order by modified_at`,
  },
  Group: {
    externalId: `select id from scim_group where ${OWN} and external_id = $3`,
    displayName: `select id from scim_group where ${OWN} and display_name_ci = $3`,
    member: 'select group_id as id from scim_member where tenant_id = $1 and member_id = $3::uuid',
  },
};

/** Ids of what a condition finds; undefined where it finds too many to be of help. */
export async function findSeeded(
  db: TenantDb,
  { connectionId, kind, seed }: { connectionId: string; kind: ResourceKind; seed: Seed },
): Promise<string[] | undefined> {
  if (seed.by === 'id') return [seed.value];
  const query = queries[kind][seed.by];
  if (!query) return undefined;
  // The connection is a parameter of each, that all have the same ones.
  const text = query.includes('$2') ? query : `${query} and $2::uuid is not null`;
  const { rows } = await db.query<{ id: string }>(`${text} limit ${MOST + 1}`, [
    db.tenantId,
    connectionId,
    seed.value,
  ]);
  return rows.length > MOST ? undefined : rows.map(({ id }) => id);
}
