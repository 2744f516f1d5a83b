import type { TenantDb } from '../../platform/database/database.ts';

/** A score on its way to a gradebook, as the inspector shows it. */
export interface Delivery {
  id: string;
  state: 'pending' | 'sending' | 'delivered' | 'dead';
  registrationId: string;
  deploymentId: string;
  personId: string;
  assignmentId: string | null;
  attemptId: string | null;
  lineItemId: string;
  lineItemUrl: string | null;
  scoreScaled: number | null;
  scoreMaximum: number;
  completion: string;
  success: string;
  comment: string | null;
  version: number;
  sentVersion: number;
  tries: number;
  queuedAt: Date;
  nextAt: Date;
  lastTimestamp: Date | null;
  lastStatus: number | null;
  lastError: string | null;
  deliveredAt: Date | null;
  result: {
    resultScore: number | null;
    resultMaximum: number | null;
    comment: string | null;
  } | null;
  resultAt: Date | null;
}

const columns = `s.id, s.state, d.registration_id as "registrationId",
  s.deployment_id as "deploymentId", s.person_id as "personId", i.assignment_id as "assignmentId",
  s.attempt_id as "attemptId", s.line_item_id as "lineItemId", i.url as "lineItemUrl",
  s.score_scaled as "scoreScaled", i.score_maximum as "scoreMaximum", s.completion, s.success,
  s.comment, s.version, s.sent_version as "sentVersion", s.tries, s.queued_at as "queuedAt",
  s.next_at as "nextAt", s.last_timestamp as "lastTimestamp", s.last_status as "lastStatus",
  s.last_error as "lastError", s.delivered_at as "deliveredAt", s.result, s.result_at as "resultAt"`;

const joined = `lti_score s
  join lti_line_item i on i.tenant_id = $1 and i.id = s.line_item_id
  join lti_deployment d on d.tenant_id = $1 and d.id = s.deployment_id`;

export interface DeliveryFilter {
  state?: Delivery['state'] | undefined;
  registrationId?: string | undefined;
  personId?: string | undefined;
  assignmentId?: string | undefined;
}

/** Newest pair of line item and person first. */
export async function listDeliveries(
  db: TenantDb,
  {
    state,
    registrationId,
    personId,
    assignmentId,
    after,
    limit,
  }: DeliveryFilter & { after: string | undefined; limit: number },
): Promise<Delivery[]> {
  const { rows } = await db.query<Delivery>(
    `select ${columns} from ${joined}
     where s.tenant_id = $1 and ($2::text is null or s.state = $2)
       and ($3::uuid is null or d.registration_id = $3)
       and ($4::uuid is null or s.person_id = $4)
       and ($5::uuid is null or i.assignment_id = $5) and ($6::uuid is null or s.id < $6)
     order by s.id desc limit $7`,
    [
      db.tenantId,
      state ?? null,
      registrationId ?? null,
      personId ?? null,
      assignmentId ?? null,
      after ?? null,
      limit,
    ],
  );
  return rows;
}

export async function findDelivery(db: TenantDb, id: string): Promise<Delivery | undefined> {
  const { rows } = await db.query<Delivery>(
    `select ${columns} from ${joined} where s.tenant_id = $1 and s.id = $2`,
    [db.tenantId, id],
  );
  return rows[0];
}

interface Resent {
  deploymentIds: string[];
  count: number;
}

/** Has a score sent again, whatever has become of it. */
export async function resendScore(db: TenantDb, id: string): Promise<Resent> {
  return resent(
    await db.query<{ deploymentId: string }>(
      `update lti_score set state = 'pending', tries = 0, queued_at = now(), next_at = now(),
         version = version + 1
       where tenant_id = $1 and id = $2 returning deployment_id as "deploymentId"`,
      [db.tenantId, id],
    ),
  );
}

/** All dead letters; of one registration where it is given. */
export async function resendDeadScores(
  db: TenantDb,
  registrationId: string | undefined,
): Promise<Resent> {
  return resent(
    await db.query<{ deploymentId: string }>(
      `update lti_score s set state = 'pending', tries = 0, queued_at = now(), next_at = now(),
         version = s.version + 1
       from lti_deployment d
       where s.tenant_id = $1 and s.state = 'dead' and d.tenant_id = $1
         and d.id = s.deployment_id and ($2::uuid is null or d.registration_id = $2)
       returning s.deployment_id as "deploymentId"`,
      [db.tenantId, registrationId ?? null],
    ),
  );
}

function resent({ rows }: { rows: { deploymentId: string }[] }): Resent {
  const deploymentIds = [...new Set(rows.map(({ deploymentId }) => deploymentId))];
  return { deploymentIds, count: rows.length };
}
