import type { TenantDb } from '../../platform/database/database.ts';

/** Somebody's visit that began at an identity provider. */
export interface SsoSession {
  id: string;
  connectionId: string;
  personId: string;
  /** As the provider calls the person and its own session. */
  subject: string;
  nameIdFormat: string | null;
  sessionIndex: string | null;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  /** Who ended it: `person`, `provider`, or a caller of the API. */
  endedBy: string | null;
}

const columns = `id, connection_id as "connectionId", person_id as "personId", subject,
  name_id_format as "nameIdFormat", session_index as "sessionIndex", created_at as "createdAt",
  expires_at as "expiresAt", ended_at as "endedAt", ended_by as "endedBy"`;

export async function insertSession(
  db: TenantDb,
  s: Omit<SsoSession, 'createdAt' | 'endedAt' | 'endedBy'> & { tokenIds: string[] },
): Promise<void> {
  await db.query(
    `insert into sso_session (tenant_id, id, connection_id, person_id, subject, name_id_format,
       session_index, token_ids, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[db.tenantId, s.id, s.connectionId, s.personId, s.subject, s.nameIdFormat],
      ...[s.sessionIndex, s.tokenIds, s.expiresAt],
    ],
  );
}

export interface SessionFilter {
  connectionId?: string | undefined;
  personId?: string | undefined;
}

/** Newest first. */
export async function listSessions(
  db: TenantDb,
  {
    connectionId,
    personId,
    after,
    limit,
  }: SessionFilter & { after: string | undefined; limit: number },
): Promise<SsoSession[]> {
  const { rows } = await db.query<SsoSession>(
    `select ${columns} from sso_session
     where tenant_id = $1 and ($2::uuid is null or id < $2)
       and ($3::uuid is null or connection_id = $3) and ($4::uuid is null or person_id = $4)
     order by id desc limit $5`,
    [db.tenantId, after ?? null, connectionId ?? null, personId ?? null, limit],
  );
  return rows;
}

/** The one that a token of it belongs to. */
export async function findSessionByToken(
  db: TenantDb,
  tokenId: string,
): Promise<SsoSession | undefined> {
  const { rows } = await db.query<SsoSession>(
    `select ${columns} from sso_session where tenant_id = $1 and token_ids @> array[$2::uuid]`,
    [db.tenantId, tokenId],
  );
  return rows[0];
}

/** Which sessions end: one, or those that the provider calls so. */
export type EndedSessions =
  | { id: string }
  | { connectionId: string; subject?: string | undefined; sessionIndexes: readonly string[] };

/** Ends sessions and whatever was opened out of them; answers how many were still going on. */
export async function endSessions(db: TenantDb, which: EndedSessions, by: string): Promise<number> {
  const one = 'id' in which ? which.id : null;
  const theirs = 'id' in which ? undefined : which;
  const { rows } = await db.query<{ id: string; tokenIds: string[] }>(
    `update sso_session set ended_at = now(), ended_by = $6
     where tenant_id = $1 and ended_at is null and ($2::uuid is null or id = $2)
       and ($3::uuid is null or connection_id = $3) and ($4::text is null or subject = $4)
       and ($5::text[] is null or session_index = any ($5))
     returning id, token_ids as "tokenIds"`,
    [
      ...[db.tenantId, one, theirs?.connectionId ?? null, theirs?.subject ?? null],
      ...[theirs && theirs.sessionIndexes.length > 0 ? theirs.sessionIndexes : null, by],
    ],
  );
  await db.query(
    `update access_token set revoked_at = now()
     where tenant_id = $1 and revoked_at is null
       and (id = any ($2) or data -> 'grant' ->> 'signInId' = any ($3)
         or data ->> 'signInId' = any ($3))`,
    [db.tenantId, rows.flatMap(({ tokenIds }) => tokenIds), rows.map(({ id }) => id)],
  );
  return rows.length;
}
