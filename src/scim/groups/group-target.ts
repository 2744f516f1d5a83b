import type { FilterTarget } from '../filter/filter-target.ts';
import { locationSql, metaColumns } from '../queries/meta-columns.ts';
import type { ResourceSchema } from '../schemas/registry.ts';

/** What filters on Groups run on; the row is `g`. @param base URL of `/scim/v2` */
export function groupTarget(schema: ResourceSchema, base: string): FilterTarget {
  const ref = `case m.kind when 'User' then ${locationSql('User', 'm.member_id', base)}
    else ${locationSql('Group', 'm.member_id', base)} end`;
  return {
    schema,
    document: 'g.doc_ci',
    columns: {
      ...metaColumns('Group', 'g', base),
      displayName: { sql: 'g.display_name_ci', type: 'text' },
    },
    relations: {
      members: {
        from: `scim_member m
          left join scim_user mu on mu.tenant_id = m.tenant_id and mu.id = m.member_id
          left join scim_group mg on mg.tenant_id = m.tenant_id and mg.id = m.member_id`,
        on: 'm.tenant_id = g.tenant_id and m.group_id = g.id',
        columns: {
          value: { sql: 'm.member_id', type: 'uuid' },
          $ref: { sql: ref, type: 'text' },
          type: { sql: 'lower(m.kind)', type: 'text' },
          display: {
            sql: 'coalesce(mu.display_name_ci, mu.user_name_ci, mg.display_name_ci)',
            type: 'text',
          },
        },
      },
    },
  };
}
