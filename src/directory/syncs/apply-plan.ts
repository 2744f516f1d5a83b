import { type Connection, groupKey } from '../../core/people/connections/connection.ts';
import { DepartureHeldError } from '../../core/people/departures/departure-held-error.ts';
import { admitDepartures, recordHold } from '../../core/people/departures/guard.ts';
import { insertGroup, insertMemberships } from '../../core/people/group.store.ts';
import { deleteGroup, updateGroup } from '../../core/people/group.ts';
import { provisionMany } from '../../core/people/provisioning/provision.ts';
import { setActiveMany } from '../../core/people/provisioning/set-active.ts';
import { applyGroupRules, reconcileRules } from '../../core/people/rules/apply-rules.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import { listChanges, listDepartures, markApplied, type PlannedChange } from './change.store.ts';
import { findIdentified, markEntriesInactive, writeEntries } from './entry.store.ts';
import { deleteMemberships, listTakenGroups } from './group.store.ts';
import type { HeldPeople } from './sync.store.ts';

interface Applying {
  database: Database;
  tenantId: string;
  connection: Connection;
  syncId: string;
  ctx: Pick<JobContext, 'transact' | 'signal'>;
}

const BATCH = 200;

type Take<A extends PlannedChange['action']> = Extract<PlannedChange, { action: A }>;

/**
 * Applies a plan line by line. Departures are asked for all at once, before the first: when the
 * deletion guard holds them, everything else is applied.
 */
export async function applyPlan(applying: Applying): Promise<HeldPeople | null> {
  const held = await admitAll(applying);
  let after = 0;
  for (;;) {
    applying.ctx.signal.throwIfAborted();
    const batch = await applying.database.read(applying.tenantId, (db) =>
      listChanges(db, { syncId: applying.syncId, after, limit: BATCH }),
    );
    const last = batch.at(-1);
    if (!last) return held;
    const applied = batch.filter(({ action }) => !(held && action === 'deactivate'));
    await applying.ctx.transact((db) => applyBatch(db, applying, applied));
    after = last.seq;
  }
}

async function admitAll({ ctx, database, tenantId, connection, syncId }: Applying) {
  const personIds = await database.read(tenantId, (db) => listDepartures(db, syncId));
  try {
    await ctx.transact((db) => admitDepartures(db, { connection, personIds }));
    return null;
  } catch (error) {
    if (!(error instanceof DepartureHeldError)) throw error;
    const { holdId, counted, limit } = await recordHold(database, tenantId, error);
    return { holdId, counted, limit };
  }
}

async function applyBatch(
  db: TenantDb,
  { connection, syncId }: Applying,
  batch: PlannedChange[],
): Promise<void> {
  const taken = await takeOver(
    db,
    connection,
    batch.filter((change) => isTaken(change)),
  );
  await leave(
    db,
    connection,
    batch.filter((change) => change.action === 'deactivate'),
  );
  await applyGroups(db, connection, batch);
  await markApplied(
    db,
    syncId,
    batch.map(({ seq }) => ({ seq, personId: taken.get(seq) ?? null })),
  );
}

type Taken = Take<'create' | 'link' | 'update' | 'reactivate'>;

const takenActions = ['create', 'link', 'update', 'reactivate'];

const isTaken = (change: PlannedChange): change is Taken => takenActions.includes(change.action);

/** Answers who they are, by the lines of the plan. */
async function takeOver(
  db: TenantDb,
  connection: Connection,
  changes: Taken[],
): Promise<Map<number, string>> {
  if (changes.length === 0) return new Map();
  const people = changes.map(({ data }) => data.person);
  const provisioned = await provisionMany(db, { connection, people });
  const made = changes.map(({ seq, subject, data: { changed: _, ...entry } }, at) => ({
    ...{ ...entry, subject, seq },
    personId: provisioned[at]?.personId ?? '',
  }));
  await writeEntries(db, connection.id, made);
  const back = made.filter((_, at) => changes[at]?.action === 'reactivate');
  await setActiveMany(db, {
    ...{ connection, active: true, by: `connection:${connection.id}` },
    personIds: back.map(({ personId }) => personId),
  });
  return new Map(made.map(({ seq, personId }) => [seq, personId]));
}

async function leave(
  db: TenantDb,
  connection: Connection,
  changes: Take<'deactivate'>[],
): Promise<void> {
  if (changes.length === 0) return;
  await setActiveMany(db, {
    ...{ connection, active: false, by: `connection:${connection.id}` },
    personIds: changes.flatMap(({ personId }) => personId ?? []),
  });
  await markEntriesInactive(
    db,
    connection.id,
    changes.map(({ subject, data }) => ({ subject, gone: data.reason === 'gone' })),
  );
}

async function applyGroups(
  db: TenantDb,
  connection: Connection,
  batch: PlannedChange[],
): Promise<void> {
  const changes = batch.filter(({ action }) => action.startsWith('group_'));
  if (changes.length === 0) return;
  const taken = await listTakenGroups(db, connection.id);
  const groupIds = new Map(taken.map(({ subject, id }) => [subject, id]));
  for (const change of changes) {
    if (change.action === 'group_create') {
      groupIds.set(change.subject, await makeGroup(db, connection, change));
      continue;
    }
    const groupId = groupIds.get(change.subject);
    if (groupId === undefined) continue;
    await applyToGroup(db, { connection, groupId, change });
  }
}

async function makeGroup(
  db: TenantDb,
  connection: Connection,
  { subject, name }: PlannedChange,
): Promise<string> {
  const id = uuidv7();
  const externalId = groupKey(connection.id, subject);
  await insertGroup(db, { id, name, externalId, source: connection.kind });
  return id;
}

async function applyToGroup(
  db: TenantDb,
  {
    connection,
    groupId,
    change,
  }: { connection: Connection; groupId: string; change: PlannedChange },
): Promise<void> {
  if (change.action === 'group_rename') {
    await updateGroup(db, { id: groupId, changes: { name: change.name } });
    await reconcileRules(db, groupId);
  } else if (change.action === 'group_delete') {
    await deleteGroup(db, { id: groupId });
  } else if (change.action === 'group_members') {
    const connectionId = connection.id;
    const personIds = async (subjects: string[]) => [
      ...(await findIdentified(db, { connectionId, subjects })).values(),
    ];
    const [added, removed] = await Promise.all([
      personIds(change.data.add),
      personIds(change.data.remove),
    ]);
    await insertMemberships(db, { groupId, personIds: added });
    await deleteMemberships(db, { groupId, personIds: removed });
    await applyGroupRules(db, { connection, groupId, added, removed });
  }
}
