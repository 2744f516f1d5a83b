import type { TenantDb } from '../../platform/database/database.ts';
import { storableJson } from '../../platform/storable-json.ts';
import type { Step } from './trail.ts';

/** What happened at a sign-in, a test of one or a logout. */
export interface Attempt {
  id: string;
  /** What the page of an error shows. */
  reference: string;
  connectionId: string;
  kind: 'sign_in' | 'test' | 'logout';
  outcome: 'done' | 'refused' | 'abandoned';
  errorCode: string | null;
  detail: string | null;
  personId: string | null;
  steps: readonly Step[];
  /** What the provider said, as far as it tells nobody who somebody is; of tests, all of it. */
  said: Record<string, unknown>;
  ms: number;
  createdAt: Date;
}

const columns = `id, reference, connection_id as "connectionId", kind, outcome,
  error_code as "errorCode", detail, person_id as "personId", steps, said, ms,
  created_at as "createdAt"`;

export async function insertAttempt(db: TenantDb, a: Omit<Attempt, 'createdAt'>): Promise<void> {
  await db.query(
    `insert into sso_attempt (tenant_id, id, reference, connection_id, kind, outcome, error_code,
       detail, person_id, steps, said, ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[db.tenantId, a.id, a.reference, a.connectionId, a.kind, a.outcome, a.errorCode],
      ...[a.detail, a.personId, storableJson(a.steps), storableJson(a.said), a.ms],
    ],
  );
}

export interface AttemptFilter {
  connectionId?: string | undefined;
  kind?: Attempt['kind'] | undefined;
  outcome?: Attempt['outcome'] | undefined;
  reference?: string | undefined;
}

/** Newest first. */
export async function listAttempts(
  db: TenantDb,
  { after, limit, ...filter }: AttemptFilter & { after: string | undefined; limit: number },
): Promise<Attempt[]> {
  const { connectionId, kind, outcome, reference } = filter;
  const { rows } = await db.query<Attempt>(
    `select ${columns} from sso_attempt
     where tenant_id = $1 and ($2::uuid is null or id < $2)
       and ($3::uuid is null or connection_id = $3) and ($4::text is null or kind = $4)
       and ($5::text is null or outcome = $5) and ($6::text is null or reference = $6)
     order by id desc limit $7`,
    [
      ...[db.tenantId, after ?? null, connectionId ?? null, kind ?? null, outcome ?? null],
      ...[reference ?? null, limit],
    ],
  );
  return rows;
}

export async function findAttempt(db: TenantDb, id: string): Promise<Attempt | undefined> {
  const { rows } = await db.query<Attempt>(
    `select ${columns} from sso_attempt where tenant_id = $1 and id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}
