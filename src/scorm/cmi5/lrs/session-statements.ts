import type { PostgresStore, PreparedStatement, Statement } from '@crosswalk/xapi-lrs';
import type { Database, TenantDb } from '../../../platform/database/database.ts';
import { findCourse } from '../../courses/course.store.ts';
import { isXapiStructure, type XapiStructure } from '../course/au.ts';
import { type AuProgress, type Progress, untouched } from '../course/move-on.ts';
import {
  findProgress,
  lockRegistrationOf,
  type Registration,
  storeProgress,
} from '../registrations/registration.store.ts';
import { settle } from '../registrations/settle.ts';
import { type Accepted, judgeStatements } from '../rules/judge-statements.ts';
import { auVerbOf, isCmi5Defined, type Standing } from '../rules/rule.ts';
import { judgeTincan } from '../rules/tincan-statements.ts';
import { findSession, storeMarks } from '../sessions/session.store.ts';
import type { Session } from '../sessions/session.ts';
import { prepared } from '../statements/lms-statements.ts';
import { auVerbs } from '../statements/vocabulary.ts';
import { knownStatements } from './known-statements.store.ts';
import { type CallPlace, callOf, ended, type SessionCall } from './session-call.ts';

interface SaveDeps {
  database: Database;
  lrsStore: PostgresStore;
  publicUrl: string;
}

/**
 * Stores statements of an AU where its session allows them, with all that follows from them: one
 * transaction. Sent again, they change nothing.
 * @throws XapiError 403; as the LRS itself does
 */
export async function saveSessionStatements(
  { database, lrsStore, publicUrl }: SaveDeps,
  place: CallPlace,
  statements: readonly PreparedStatement[],
): Promise<Date> {
  await database.tenant(place.tenantId, async (db) => {
    // In this order: what was said while the lock was waited for counts.
    const [registration, session] = await Promise.all([
      lockRegistrationOf(db, place.sessionId),
      findSession(db, place.sessionId),
    ]);
    if (!registration || !session) throw ended();
    const call = callOf({ publicUrl }, place, session);
    const told = await takeIn(db, { call, registration, statements, publicUrl });
    await lrsStore.append(db, [...statements, ...prepared(told, { publicUrl })]);
  });
  return lrsStore.consistentThrough(place.tenantId);
}

interface Incoming {
  call: SessionCall;
  registration: Registration;
  statements: readonly PreparedStatement[];
  publicUrl: string;
}

/** @returns what the LMS has to say about it */
async function takeIn(db: TenantDb, incoming: Incoming): Promise<Statement[]> {
  const { call, registration, statements } = incoming;
  const { session, actor } = call;
  const ids = statements.map(({ id }) => id);
  const [known, progress] = await Promise.all([
    knownStatements(db, ids),
    findProgress(db, registration.id),
  ]);
  const sent = statements.flatMap(({ id, source }, place) => {
    if (known.has(id) || !source) return [];
    return [{ statement: source, hasId: source.id !== undefined || call.method === 'PUT', place }];
  });
  if (session.abandonedAt) throw ended();
  if (session.terminatedAt && !(sent.length === 0 && statements.some(isTerminated))) throw ended();
  if (sent.length === 0) return [];
  const accepted =
    session.profile === 'tincan'
      ? judgeTincan(sent, { session, actor })
      : judgeStatements(sent, { session, actor, standing: standingOf(session, progress) });
  const at = new Date();
  await storeMarks(db, marked(session, accepted, at));
  return follow(db, { ...incoming, progress, accepted, at });
}

/** Nobody else than who ends a session can have missed the answer to its end. */
function isTerminated({ source }: PreparedStatement): boolean {
  return source !== undefined && isCmi5Defined(source) && auVerbOf(source) === 'terminated';
}

/** What is judged of an AU changes what its registration is worth. */
async function follow(
  db: TenantDb,
  {
    call: { session },
    registration,
    publicUrl,
    progress,
    accepted,
    at,
  }: Incoming & { progress: Progress; accepted: readonly Accepted[]; at: Date },
): Promise<Statement[]> {
  const outcomes = accepted.filter(({ verb }) => verb !== 'initialized' && verb !== 'terminated');
  if (outcomes.length === 0 || session.launchMode !== 'Normal') return [];
  const structure = await structureOf(db, registration.courseId);
  if (!structure) return [];
  const now = outcomes.reduce(
    (before, outcome) => advanced(before, outcome, at),
    progress.get(session.au) ?? untouched(session.au),
  );
  await storeProgress(db, registration.id, now);
  const all = new Map([...progress, [session.au, now]]);
  return settle(db, {
    ...{ registration, structure, progress: all, sessionId: session.id, at, publicUrl },
  });
}

async function structureOf(db: TenantDb, courseId: string): Promise<XapiStructure | undefined> {
  const structure = (await findCourse(db, courseId))?.structure;
  return structure && isXapiStructure(structure) ? structure : undefined;
}

/** The first time counts, the latest score. */
function advanced(before: AuProgress, { verb, scoreScaled }: Accepted, at: Date): AuProgress {
  const scored = { ...before, scoreScaled: scoreScaled ?? before.scoreScaled };
  if (verb === 'completed') return { ...scored, completedAt: before.completedAt ?? at };
  if (verb === 'passed') return { ...scored, passedAt: before.passedAt ?? at };
  return { ...scored, failedAt: at };
}

function marked(session: Session, accepted: readonly Accepted[], at: Date): Session {
  const said = Object.fromEntries(accepted.map(({ verb }) => [`${verb}At`, at]));
  return { ...session, ...said, lastStatementAt: at };
}

function standingOf(session: Session, progress: Progress): Standing {
  const before = progress.get(session.au);
  return {
    hasReadPreferences: session.preferencesReadAt !== null,
    said: new Set(auVerbs.filter((verb) => session[`${verb}At`] !== null)),
    registered: new Set([
      ...(before?.completedAt ? (['completed'] as const) : []),
      ...(before?.passedAt ? (['passed'] as const) : []),
    ]),
  };
}
