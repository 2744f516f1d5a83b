import type { FilterTarget } from '../filter/filter-target.ts';
import { locationSql, metaColumns } from '../queries/meta-columns.ts';
import { hubExtensionSchema } from '../schemas/hub-extension.ts';
import type { ResourceSchema } from '../schemas/registry.ts';

/** What filters on Users run on; the row is `u`. @param base URL of `/scim/v2` */
export function userTarget(schema: ResourceSchema, base: string): FilterTarget {
  return {
    schema,
    document: 'u.doc_ci',
    columns: {
      ...metaColumns('User', 'u', base),
      userName: { sql: 'u.user_name_ci', type: 'text' },
      displayName: { sql: 'u.display_name_ci', type: 'text' },
      active: { sql: 'u.active', type: 'boolean' },
      [`${hubExtensionSchema.id}.personId`]: { sql: 'u.person_id', type: 'uuid' },
    },
    relations: {
      emails: {
        from: 'scim_email e',
        on: 'e.tenant_id = u.tenant_id and e.user_id = u.id',
        columns: {
          value: { sql: 'e.value_ci', type: 'text' },
          type: { sql: 'e.type_ci', type: 'text' },
          display: { sql: 'e.display_ci', type: 'text' },
          primary: { sql: 'e.is_primary', type: 'boolean' },
        },
      },
      groups: {
        from: 'scim_member m join scim_group mg on mg.tenant_id = m.tenant_id and mg.id = m.group_id',
        on: 'm.tenant_id = u.tenant_id and m.member_id = u.id',
        columns: {
          value: { sql: 'm.group_id', type: 'uuid' },
          $ref: { sql: locationSql('Group', 'm.group_id', base), type: 'text' },
          display: { sql: 'mg.display_name_ci', type: 'text' },
          type: { sql: `'direct'::text`, type: 'text' },
        },
      },
    },
  };
}
