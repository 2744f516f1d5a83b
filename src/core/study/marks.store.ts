import type { TenantDb } from '../../platform/database/database.ts';

export interface Mark {
  suspended?: boolean | undefined;
  buriedUntil?: Date | undefined;
  /** 0 none, 1 to 7 the colours of Anki's flags. */
  flag?: number | undefined;
}

/** Changes what is given and leaves the rest as it is. */
export async function setMark(
  db: TenantDb,
  { personId, promptId }: { personId: string; promptId: string },
  mark: Mark,
): Promise<void> {
  await db.query(
    `insert into prompt_mark as k (tenant_id, person_id, prompt_id, suspended, buried_until, flag)
     values ($1, $2, $3, coalesce($4, false), $5, coalesce($6, 0))
     on conflict (tenant_id, person_id, prompt_id) do update set
       suspended = coalesce($4, k.suspended), buried_until = coalesce($5, k.buried_until),
       flag = coalesce($6, k.flag)`,
    [
      db.tenantId,
      personId,
      promptId,
      mark.suspended ?? null,
      mark.buriedUntil ?? null,
      mark.flag ?? null,
    ],
  );
}

/** Marks that came with imported cards; marks that a person has here already stay. */
export async function insertMarks(
  db: TenantDb,
  personId: string,
  marks: readonly { promptId: string; suspended: boolean; flag: number }[],
): Promise<void> {
  if (marks.length === 0) return;
  await db.query(
    `insert into prompt_mark (tenant_id, person_id, prompt_id, suspended, flag)
     select $1, $2, "promptId", suspended, flag
     from jsonb_to_recordset($3::jsonb) as x("promptId" uuid, suspended boolean, flag smallint)
     on conflict do nothing`,
    [db.tenantId, personId, JSON.stringify(marks)],
  );
}
