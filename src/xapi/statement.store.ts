import type { TenantDb } from '../platform/database/database.ts';

/** Appends statements; an id that is stored already changes nothing. */
export async function appendStatements(
  db: TenantDb,
  statements: readonly { id: string; personId: string; statement: object }[],
): Promise<void> {
  await db.query(
    `insert into statement (tenant_id, id, person_id, statement)
     select $1, id, "personId", statement
     from jsonb_to_recordset($2::jsonb) as x(id uuid, "personId" uuid, statement jsonb)
     on conflict do nothing`,
    [db.tenantId, JSON.stringify(statements)],
    'kept',
  );
}
