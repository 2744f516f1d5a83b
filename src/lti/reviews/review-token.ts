import type { Database, TenantDb } from '../../platform/database/database.ts';
import { useAccessToken } from '../../platform/tenancy/credentials.store.ts';
import { findPageToken, issuePageToken } from '../pages/page-tokens.ts';

/** `code`: in the address of the page, once; `session`: what its form then works with. */
const tokens = {
  code: { purpose: 'lti_review_code', lifeMs: 2 * 60_000 },
  session: { purpose: 'lti_review', lifeMs: 4 * 3_600_000 },
} as const;

/** Whose work is looked at, and by whom. */
export interface Reviewing {
  assignmentId: string;
  /** Null: nobody here is known by what the platform says. */
  learnerId: string | null;
  /** Learners look at their own work, and say nothing of it. */
  as: 'teacher' | 'learner';
  locale: string | undefined;
  frameAncestors: string[];
}

export interface ReviewSession extends Reviewing {
  tenantId: string;
  /** Of the token. */
  id: string;
  personId: string | null;
  isOpen: boolean;
}

type Kind = keyof typeof tokens;

export function issueReviewCode(
  db: TenantDb,
  { reviewing, personId }: { reviewing: Reviewing; personId: string | undefined },
): Promise<string> {
  return issuePageToken(db, tokens.code, { personId, data: { ...reviewing } });
}

/** Also one that has ended: its page may be shown where the review was. */
export async function findReview(
  database: Database,
  kind: Kind,
  token: string,
): Promise<ReviewSession | undefined> {
  const found = await findPageToken(database, tokens[kind], token);
  if (!found) return undefined;
  const { data, ...row } = found;
  // Sound because this file alone writes rows of these purposes.
  return { ...(data as unknown as Reviewing), ...row };
}

/** Trades the code for a session; undefined when somebody was faster. */
export async function beginReview(
  db: TenantDb,
  { id, tenantId: _, isOpen: _open, personId, ...reviewing }: ReviewSession,
): Promise<string | undefined> {
  if (!(await useAccessToken(db, id))) return undefined;
  const data = { ...reviewing };
  return issuePageToken(db, tokens.session, { personId: personId ?? undefined, data });
}
