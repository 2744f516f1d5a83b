import {
  deleteDocumentsOf,
  deleteNamesOf,
  eraseActors,
  findMentions,
  findVoidedMentions,
  lockWriting,
} from '@crosswalk/xapi-lrs';
import { deleteStudyOf, erasePersonDetails } from '../../core/people/erase-person.store.ts';
import { audit } from '../../platform/audit/audit.store.ts';
import type { Blobs } from '../../platform/blobs/blobs.ts';
import type { TenantDb } from '../../platform/database/database.ts';
import type { JobContext, JobHandler } from '../../platform/jobs/job.ts';
import { deleteTerms } from '../analytics/facts/fact.store.ts';
import { replaceFacts } from '../analytics/facts/replace-facts.ts';
import { changeFacts } from '../analytics/rollups/roll.ts';
import { deleteContents } from '../attachments/delete-contents.ts';
import { findHoldOn } from '../holds/held-identifiers.ts';
import { type Erasure, type ErasureReport, findErasure, updateErasure } from './erasure.store.ts';
import { ERASE } from './request-erasure.ts';
import type { Tombstones } from './tombstones.ts';

interface ErasureDeps {
  hub: string;
  blobs: Blobs;
  tombstones: Tombstones;
}

const STATEMENTS_MAX = 200;

/** Erases somebody, in steps that each leave everything consistent; a killed one goes on where it was. */
export function erasureHandler(deps: ErasureDeps): JobHandler {
  return {
    kind: ERASE,
    maxAttempts: 10,
    run: async ({ payload }, ctx) => {
      const id = String((payload as { erasureId?: unknown }).erasureId);
      const isBegun = await ctx.transact((db) => begin(db, id, deps));
      if (!isBegun) return;
      await eraseAll(ctx, id, { deps, find: 'shown' });
      await eraseAll(ctx, id, { deps, find: 'voided' });
      await ctx.complete((db) => finish(db, id));
    },
  };
}

/** From here on nothing comes in that names the erased. False when a hold forbids it. */
async function begin(db: TenantDb, id: string, { hub, tombstones }: ErasureDeps): Promise<boolean> {
  await lockWriting(db);
  const erasure = await findErasure(db, id);
  if (!erasure?.identifiers) return false;
  const hold = await findHoldOn(db, erasure.identifiers, hub);
  if (hold) {
    const error = { code: 'legal_hold', detail: `A legal hold forbids it: ${hold.reason}` };
    await updateErasure(db, { ...erasure, identifiers: null, status: 'failed', error });
    return false;
  }
  await tombstones.raise(db, erasure.identifiers, erasure);
  await updateErasure(db, { ...erasure, status: 'running' });
  return true;
}

interface Walk {
  deps: ErasureDeps;
  find: 'shown' | 'voided';
}

async function eraseAll(ctx: JobContext, id: string, walk: Walk): Promise<void> {
  for (;;) {
    ctx.signal.throwIfAborted();
    const attachments = await ctx.transact((db) => eraseNext(db, id, walk));
    if (!attachments) return;
    if (attachments.length === 0) continue;
    const { blobs } = walk.deps;
    await ctx.transact(async (db) => {
      const count = await deleteContents(db, { blobs, which: { sha2: attachments } });
      await addToReport(db, id, { attachmentsDeleted: count });
    });
  }
}

/** Answers the hashes of attachments that are named no more; undefined when no statement is left. */
async function eraseNext(
  db: TenantDb,
  id: string,
  { deps: { hub, tombstones }, find }: Walk,
): Promise<string[] | undefined> {
  await lockWriting(db);
  const erasure = await findErasure(db, id);
  if (!erasure?.identifiers) return undefined;
  const { identifiers, pseudonym, mode, report } = erasure;
  const isShown = find === 'shown';
  const range = {
    after: isShown ? erasure.cursor : erasure.voidedCursor,
    limit: STATEMENTS_MAX,
  };
  const seqs = await (isShown ? findMentions : findVoidedMentions)(db, identifiers, range);
  const last = seqs.at(-1);
  if (last === undefined) return undefined;
  const erased = new Set(identifiers);
  const { replaced, deleted, attachments } = await eraseActors(db, seqs, {
    ifis: identifiers,
    replacementOf: (ifi) => (erased.has(ifi) ? tombstones.replacement(pseudonym) : undefined),
    own: mode === 'purge' ? 'delete' : 'replace',
  });
  const shown = replaced.filter(({ voided }) => !voided);
  await changeFacts(db, [...shown.map(({ seq }) => seq), ...deleted], (all) =>
    replaceFacts(db, all, { statements: shown, hub }),
  );
  await updateErasure(db, {
    ...erasure,
    ...(isShown ? { cursor: last } : { voidedCursor: last }),
    report: added(report, {
      statementsPseudonymised: replaced.length,
      statementsDeleted: deleted.length,
    }),
  });
  return attachments;
}

async function finish(db: TenantDb, id: string): Promise<void> {
  const erasure = await findErasure(db, id);
  if (!erasure?.identifiers) return;
  const { identifiers, personId, mode } = erasure;
  const documentsDeleted = await deleteDocumentsOf(db, identifiers);
  await deleteNamesOf(db, identifiers);
  await deleteTerms(db, 'actor', identifiers);
  if (personId) {
    if (mode === 'purge') await deleteStudyOf(db, personId);
    await erasePersonDetails(db, personId);
  }
  const report = added(erasure.report, { documentsDeleted });
  await updateErasure(db, { ...erasure, identifiers: null, status: 'succeeded', report });
  await audit(db, {
    actor: `job:${ERASE}`,
    action: personId ? 'person.erased' : 'actor.erased',
    subject: personId ? { type: 'person', id: personId } : { type: 'erasure', id },
    detail: { erasureId: id, mode, ...report },
  });
}

async function addToReport(db: TenantDb, id: string, more: Partial<ErasureReport>): Promise<void> {
  const erasure: Erasure | undefined = await findErasure(db, id);
  if (erasure) await updateErasure(db, { ...erasure, report: added(erasure.report, more) });
}

function added(report: ErasureReport, more: Partial<ErasureReport>): ErasureReport {
  const sum = (name: keyof ErasureReport) => report[name] + (more[name] ?? 0);
  return {
    statementsPseudonymised: sum('statementsPseudonymised'),
    statementsDeleted: sum('statementsDeleted'),
    documentsDeleted: sum('documentsDeleted'),
    attachmentsDeleted: sum('attachmentsDeleted'),
  };
}
