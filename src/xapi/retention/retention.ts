import {
  countExpired,
  countExpiredDocuments,
  deleteExpiredDocuments,
  deleteStatements,
  type Expired,
  findExpired,
  ifiOf,
  lockWriting,
} from '@crosswalk/xapi-lrs';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import type { Schedule } from '../../platform/jobs/schedules/scheduler.ts';
import { deleteFacts } from '../analytics/facts/fact.store.ts';
import { changeFacts } from '../analytics/rollups/roll.ts';
import { deleteContents } from '../attachments/delete-contents.ts';
import { heldIdentifiers } from '../holds/held-identifiers.ts';
import { findHoldOnAll } from '../holds/legal-hold.store.ts';
import { hubAuthority } from '../study/hub-statements.ts';
import {
  listRules,
  markRun,
  type RetentionRule,
  type RuleContent,
} from './retention-rule.store.ts';

export const RETAIN = 'lrs.retain';

const BATCH = 200;
const RULES_MAX = 1_000;
/** A preview counts no further. */
export const PREVIEW_MAX = 100_000;

interface RetentionDeps {
  hub: string;
  blobs: Blobs;
}

/** Deletes what has been kept long enough, in batches that each leave everything consistent. */
export function retentionHandler(deps: RetentionDeps): JobHandler {
  return {
    kind: RETAIN,
    maxAttempts: 5,
    run: async (_, ctx) => {
      const rules = await ctx.transact((db) => listRules(db, { limit: RULES_MAX }));
      for (const rule of rules) if (rule.enabled) await apply(ctx, rule, deps);
      const { blobs } = deps;
      while ((await ctx.transact((db) => deleteContents(db, { blobs, which: 'old' }))) > 0) {
        ctx.signal.throwIfAborted();
      }
    },
  };
}

export const retentionSchedule: Schedule = {
  name: RETAIN,
  cron: '41 1 * * *',
  everyTenant: { kind: RETAIN, payload: {} },
};

/** What a rule would delete now; `PREVIEW_MAX` at most. Nothing while everybody is on hold. */
export async function previewRule(db: TenantDb, rule: RuleContent, hub: string): Promise<number> {
  if (await findHoldOnAll(db)) return 0;
  const expired = await expiredBy(db, rule, hub);
  return rule.kind === 'documents'
    ? countExpiredDocuments(db, expired, PREVIEW_MAX)
    : countExpired(db, expired, PREVIEW_MAX);
}

async function apply(
  { signal, transact }: JobContext,
  rule: RetentionRule,
  { hub }: RetentionDeps,
): Promise<void> {
  let after = 0;
  let deleted = 0;
  for (;;) {
    signal.throwIfAborted();
    const done = await transact(async (db) => {
      // Asked each time: a hold counts from the moment in which it is made.
      if (await findHoldOnAll(db)) return undefined;
      const expired = await expiredBy(db, rule, hub);
      return rule.kind === 'documents'
        ? deleteDocuments(db, expired)
        : deleteNext(db, expired, after);
    });
    if (!done || done.count === 0) break;
    deleted += done.count;
    after = done.last;
  }
  await transact(async (db) => {
    await markRun(db, rule.id, deleted);
    if (deleted === 0) return;
    await audit(db, {
      actor: `job:${RETAIN}`,
      action: 'retention.applied',
      subject: { type: 'lrs_retention_rule', id: rule.id },
      detail: { name: rule.name, kind: rule.kind, days: rule.days, deleted },
    });
  });
}

async function expiredBy(db: TenantDb, rule: RuleContent, hub: string): Promise<Expired> {
  const { origin, verbs, days } = rule;
  const held = await heldIdentifiers(db, hub);
  const ifi = ifiOf(hubAuthority({ hub }));
  return {
    before: new Date(Date.now() - days * 86_400_000),
    verbs,
    authority:
      origin === 'any' || ifi === undefined
        ? undefined
        : { ifi, is: origin === 'own' ? 'it' : 'another' },
    spared: held.flatMap(({ identifiers }) => identifiers),
  };
}

async function deleteDocuments(db: TenantDb, expired: Expired) {
  return { count: await deleteExpiredDocuments(db, expired, BATCH), last: 0 };
}

async function deleteNext(db: TenantDb, expired: Expired, after: number) {
  await lockWriting(db);
  const seqs = await findExpired(db, expired, { after, limit: BATCH });
  const { count } = await deleteStatements(db, seqs);
  await changeFacts(db, seqs, (all) => deleteFacts(db, all));
  return { count, last: seqs.at(-1) ?? after };
}
