import type { LookupFunction } from './lookups.ts';

/** What directories are found by before their tenant is known. */
export const directoryLookups: LookupFunction[] = [
  {
    signature: 'list_due_directories()',
    returns: 'table (tenant_id uuid, connection_id uuid)',
    body: `select s.tenant_id, s.connection_id from directory_state s
           join connection c on c.tenant_id = s.tenant_id and c.id = s.connection_id
           where c.enabled and s.due_at <= now() order by s.due_at limit 1000`,
  },
  {
    // Its login page is the tenant's.
    signature: 'find_directory_connection(wanted uuid)',
    returns: 'setof connection',
    body: `select c.* from connection c where c.id = wanted and c.kind = 'ldap'`,
  },
];
