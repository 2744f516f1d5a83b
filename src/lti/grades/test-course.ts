import { findAssignment } from '../../core/study/assignment.store.ts';
import { type AssignmentInput, createAssignment } from '../../core/study/assignments.ts';
import { finishAttempt, insertAttempt } from '../../core/study/attempt.store.ts';
import { emitScored } from '../../core/study/attempt-scored.ts';
import { commentAttempt } from '../../core/study/comment-attempt.ts';
import { seedStudy } from '../../core/study/test-study.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import type { LaunchClaims } from '../claims.ts';
import { findKnownPlace } from '../launch/known-place.store.ts';
import type { DeployedPlatform } from '../registrations/platforms.ts';
import { scopes } from '../scopes.ts';
import { noteServices } from '../services/note-services.ts';

export interface TestCourse {
  contextId: string;
  groupId: string;
  linkId: string;
  deckId: string;
  assignmentId: string;
  /** People by the platform's id of them. */
  people: Map<string, string>;
  /** Hands in an attempt, with all that follows from it. */
  score(userId: string, scoreScaled: number | null): Promise<void>;
  /** A teacher says so of the person's last attempt. */
  comment(userId: string, comment: string): Promise<void>;
  deliveries(): Promise<Delivered[]>;
  /** Notes what a launch of the link offers. */
  note(db: TenantDb, claims: LaunchClaims): Promise<void>;
}

const LINK = 'link 1';

export interface Delivered {
  userId: string;
  state: string;
  version: number;
  sentVersion: number;
  tries: number;
  lastStatus: number | null;
  lastError: string | null;
  result: unknown;
}

/** A course of a platform with one link to a test, and learners in it. */
export async function seedCourse(
  database: Database,
  {
    deployed: { deployment, platform },
    url,
    lineItem,
    users,
    assignment = {},
  }: {
    deployed: DeployedPlatform;
    /** Of the platform. */
    url: string;
    /** Null: it is still to be found or made. */
    lineItem: string | null;
    users: readonly string[];
    assignment?: Partial<AssignmentInput>;
  },
): Promise<TestCourse> {
  const { tenantId } = deployment;
  const tx = <T>(work: (db: TenantDb) => Promise<T>) => database.tenant(tenantId, work);
  const [contextId, groupId, linkId] = [uuidv7(), uuidv7(), uuidv7()];
  const people = new Map(users.map((userId) => [userId, uuidv7()]));
  const { deckId, assignmentId } = await tx(async (db) => {
    const seeded = await seedStudy(db, { prompts: 1 });
    await db.query(
      `insert into person_group (tenant_id, id, name, source) values ($1, $2, 'Course', 'lti')`,
      [tenantId, groupId],
    );
    await db.query(
      `insert into lti_context (tenant_id, id, deployment_id, context_id, group_id,
         memberships_url, line_items_url, ags_scopes) values ($1, $2::uuid, $3, $2::uuid::text, $4, $5, $6, $7)`,
      [
        ...[tenantId, contextId, deployment.id, groupId, `${url}/members`, `${url}/items`],
        [scopes.lineItem, scopes.score, scopes.readResults],
      ],
    );
    const made = await createAssignment(db, {
      ...{ deckId: seeded.deckId, groupId, mode: 'test', scoreRule: 'last', ...assignment },
    });
    await db.query(
      `insert into lti_resource_link (tenant_id, id, deployment_id, context_id, resource_link_id,
         title, assignment_id) values ($1, $2, $3, $4, $6, 'Quiz', $5)`,
      [tenantId, linkId, deployment.id, contextId, made.id, LINK],
    );
    if (lineItem) {
      await db.query(
        `insert into lti_line_item (tenant_id, id, deployment_id, context_id, resource_link_id,
           assignment_id, url, label, score_maximum, origin)
         values ($1, $2, $3, $4, $5, $6, $7, 'Quiz', 10, 'platform')`,
        [tenantId, uuidv7(), deployment.id, contextId, linkId, made.id, lineItem],
      );
    }
    await db.query(
      `insert into person (tenant_id, id, display_name)
       select $1, id, 'Learner' from unnest($2::uuid[]) id`,
      [tenantId, [...people.values()]],
    );
    await db.query(
      `insert into identity (tenant_id, id, person_id, source, issuer, subject)
       select $1, gen_random_uuid(), id, 'lti', $4, subject
       from unnest($2::uuid[], $3::text[]) x(id, subject)`,
      [tenantId, [...people.values()], [...people.keys()], platform.registration.id],
    );
    return { deckId: seeded.deckId, assignmentId: made.id };
  });
  let clock = Date.now() - 3_600_000;
  return {
    ...{ contextId, groupId, linkId, deckId, assignmentId, people },
    note: async (db, claims) => {
      const ids = { deploymentId: deployment.id, contextId, resourceLinkId: LINK };
      const { services: known } = await findKnownPlace(db, ids);
      const link = { linkId, assignment: await findAssignment(db, assignmentId) };
      await noteServices(db, { deployment, contextId, link, claims, known });
    },
    score: (userId, scoreScaled) =>
      tx(async (db) => {
        clock += 1_000;
        const startedAt = new Date(clock);
        const attempt = {
          ...{
            id: uuidv7(),
            personId: people.get(userId) ?? '',
            deckId,
            deckRevision: 1,
            courseId: null,
          },
          ...{ assignmentId, mode: 'test' as const, startedAt, scoreScaled },
          ...{ completion: 'completed' as const, success: 'unknown' as const },
          finishedAt: new Date(clock + 500),
        };
        await insertAttempt(db, attempt);
        await finishAttempt(db, attempt);
        await emitScored(db, attempt);
      }),
    comment: (userId, comment) =>
      tx(async (db) => {
        const { rows } = await db.query<{ id: string }>(
          `select id from attempt where tenant_id = $1 and person_id = $2
           order by started_at desc limit 1`,
          [tenantId, people.get(userId)],
        );
        await commentAttempt(db, { attemptId: rows[0]?.id ?? '', comment });
      }),
    deliveries: () =>
      tx(async (db) => {
        const { rows } = await db.query<Delivered>(
          `select s.user_id as "userId", s.state, s.version, s.sent_version as "sentVersion",
             s.tries, s.last_status as "lastStatus", s.last_error as "lastError", s.result
           from lti_score s join lti_line_item i on i.tenant_id = $1 and i.id = s.line_item_id
           where s.tenant_id = $1 and i.assignment_id = $2 order by s.user_id`,
          [tenantId, assignmentId],
        );
        return rows;
      }),
  };
}
