import type { PostgresStore, Statement } from '@crosswalk/xapi-lrs';
import { DomainError } from '../../core/domain-error.ts';
import { uuidv7 } from '../../platform/crypto/uuid.ts';
import type { Database, TenantDb } from '../../platform/database/database.ts';
import { type ContentLinks, targetUrl } from '../content/content-links.ts';
import type { CourseWithStructure } from '../courses/course.store.ts';
import { auActivityId } from './course/activity-ids.ts';
import { type Au, ausOf, isXapiStructure, type XapiStructure } from './course/au.ts';
import { isMet } from './course/move-on.ts';
import { openRegistration } from './registrations/open-registration.ts';
import { findProgress } from './registrations/registration.store.ts';
import { abandon } from './sessions/abandon.ts';
import { offerPreferences, writeLaunchData } from './sessions/launch-data.ts';
import { cmi5Url, tincanUrl } from './sessions/launch-url.ts';
import { findOpenSessions, insertSession } from './sessions/session.store.ts';
import { type LaunchMode, learnerAgent } from './sessions/session.ts';
import { newAuthToken, newFetchKey } from './sessions/session-token.ts';
import { contextTemplate, launched, prepared } from './statements/lms-statements.ts';

export interface Cmi5LaunchDeps {
  database: Database;
  lrsStore: Pick<PostgresStore, 'append'>;
  contentLinks: Pick<ContentLinks, 'filesUrl'>;
  publicUrl: string;
}

export interface Cmi5LaunchInput {
  /** A cmi5 course, or a package with a tincan.xml. */
  course: CourseWithStructure;
  personId: string;
  /** The publisher's id of an AU or activity; default: the first that is not done yet. */
  auId?: string | undefined;
  launchMode: LaunchMode;
  /** Where the AU sends the learner when it ends. */
  returnUrl?: string | undefined;
  /** Whose attempt it is; its score goes where the assignment's scores go. */
  assignmentId?: string | null | undefined;
}

export interface Cmi5Launch {
  /** To open in the learner's browser, once. */
  url: string;
  registration: string;
  sessionId: string;
  /** `OwnWindow`: not within a frame (cmi5 8.1). */
  launchMethod: Au['launchMethod'];
}

/** How long a course's files can be fetched by the page that was launched. */
const CONTENT_MS = 24 * 3_600_000;

/**
 * Begins a session of an AU (cmi5 8): the session before it is abandoned, launch data and the
 * launched statement are written.
 * @throws DomainError `not_found`, `forbidden` for somebody deactivated
 */
export async function launchCmi5(
  deps: Cmi5LaunchDeps,
  tenantId: string,
  input: Cmi5LaunchInput,
): Promise<Cmi5Launch> {
  const { course } = input;
  const { structure } = course;
  if (!isXapiStructure(structure)) throw new TypeError(`${structure.kind} is not launched so`);
  const expiresAt = new Date(Date.now() + CONTENT_MS);
  const filesUrl = await deps.contentLinks.filesUrl(tenantId, { courseId: course.id, expiresAt });
  return deps.database.tenant(tenantId, (db) =>
    beginSession(db, { ...deps, ...input, structure, filesUrl }),
  );
}

type Beginning = Cmi5LaunchDeps & Cmi5LaunchInput & { structure: XapiStructure; filesUrl: string };

async function beginSession(db: TenantDb, beginning: Beginning): Promise<Cmi5Launch> {
  const { publicUrl, structure, course, personId, assignmentId = null } = beginning;
  const { registration, statements, locale } = await openRegistration(db, {
    ...{ courseId: course.id, personId, assignmentId, structure, publicUrl, which: 'latest' },
  });
  const aus = ausOf(structure);
  const [progress, open] = await Promise.all([
    findProgress(db, registration.id),
    findOpenSessions(db, registration.id),
  ]);
  const isDone = (one: Au, place: number) => isMet(one, progress.get(place));
  const place = chosen(aus, isDone, beginning.auId);
  const au = aus[place];
  if (!au) throw new DomainError('not_found', 'The course has no such AU.', '/auId');
  const before = await abandon(db, open, { aus, publicUrl });
  const session = { id: uuidv7(), registration: registration.id, place, au, locale };
  const { url, statement } = await writeSession(db, { ...beginning, ...session });
  const told = [...statements, ...before, ...(statement ? [statement] : [])];
  await beginning.lrsStore.append(db, prepared(told, { publicUrl }));
  return {
    url,
    registration: registration.id,
    sessionId: session.id,
    launchMethod: au.launchMethod,
  };
}

/** The one asked for; else the first that is not done yet, or the first of all. */
function chosen(
  aus: readonly Au[],
  isDone: (au: Au, place: number) => boolean,
  auId: string | undefined,
): number {
  if (auId !== undefined) return aus.findIndex(({ id }) => id === auId);
  return Math.max(
    0,
    aus.findIndex((au, place) => !isDone(au, place)),
  );
}

interface Written {
  url: string;
  /** What the LRS is told. */
  statement?: Statement;
}

async function writeSession(
  db: TenantDb,
  begun: Beginning & {
    id: string;
    registration: string;
    place: number;
    au: Au;
    locale: string | null;
  },
): Promise<Written> {
  const { id, registration, personId, place, au, launchMode, returnUrl, publicUrl } = begun;
  const template = contextTemplate(au.id, id);
  const at = new Date();
  const row = { id, registration, au: place, launchMode, launchedAt: at };
  const rules = { masteryScore: au.masteryScore, contextTemplate: template };
  const actor = learnerAgent(personId, { publicUrl });
  const launchUrl = 'url' in au.target ? au.target.url : targetUrl(begun.filesUrl, au.target);
  const common = { launchUrl, endpoint: `${publicUrl}/xapi/`, actor, registration };
  if (begun.structure.kind === 'tincan') {
    const token = newAuthToken({ tenantId: db.tenantId, sessionId: id });
    const keys = { fetchHash: null, tokenHash: token.hash };
    await insertSession(db, { ...row, ...rules, ...keys, profile: 'tincan', activityId: au.id });
    return { url: tincanUrl({ ...common, activityId: au.id, auth: `Basic ${token.text}` }) };
  }
  const activityId = auActivityId({ publicUrl, courseId: begun.course.id }, au.id);
  const fetchKey = newFetchKey({ tenantId: db.tenantId, sessionId: id });
  const keys = { fetchHash: fetchKey.hash, tokenHash: null };
  await Promise.all([
    insertSession(db, { ...row, ...rules, ...keys, profile: 'cmi5', activityId }),
    offerPreferences(db, { personId, publicUrl, locale: begun.locale }),
    writeLaunchData(db, {
      ...{ personId, registration, activityId, au, launchMode, returnUrl, publicUrl },
      contextTemplate: template,
    }),
  ]);
  const fetch = `${publicUrl}/cmi5/fetch/${fetchKey.text}`;
  const telling = { actor, registration, sessionId: id, at };
  return {
    url: cmi5Url({ ...common, activityId, fetch }),
    statement: launched(telling, { au, activityId, launchUrl, launchMode }),
  };
}
