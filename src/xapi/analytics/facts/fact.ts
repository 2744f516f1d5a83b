import { type Activity, ifiOf, keyOf, millisecondsOf, type Statement } from '@crosswalk/xapi-lrs';
import { durationMs } from './duration.ts';
import { type Term, type TermKind, termKey } from './term-key.ts';

/** What analytics know of a statement. */
export interface Fact {
  /** Place of the statement in its tenant's order. */
  seq: number;
  /** When it happened: its timestamp; null: when it was stored. */
  at: Date | null;
  actor: number;
  /** When the actor is an account of this hub. */
  personId: string | null;
  verb: number;
  activity: number | null;
  registration: string | null;
  success: boolean | null;
  completion: boolean | null;
  scaled: number | null;
  /** Time that counts as spent, in milliseconds. */
  durationMs: number | null;
  /** Activities of this hub, the one that says most about where it was learnt first. */
  places: Place[];
}

/** A deck that a statement names is where it was learnt; a prompt may have moved since. */
const decksFirst = (a: Place, b: Place): number =>
  Number(a.kind === 'prompt') - Number(b.kind === 'prompt');

/** An activity of this hub that belongs to a deck. */
export interface Place {
  kind: 'prompt' | 'deck';
  id: string;
}

/** A statement as it is stored. */
export interface StatementText {
  seq: number;
  json: string;
  voids: boolean;
  /** What `json` holds, where that is known without parsing. */
  source?: Statement | undefined;
}

export interface ReadFact {
  fact: Fact;
  /** Texts of its numbers. */
  terms: Term[];
}

const cmi5 = 'https://w3id.org/xapi/cmi5/context/categories/cmi5';
const ADL = 'http://adlnet.gov/expapi/verbs/';
/** cmi5 9.5.4.1: their duration counts from the start of the session, as that of its end does. */
const outcomes = new Set(['completed', 'passed', 'failed'].map((name) => ADL + name));

/**
 * Reads what counts from a statement's JSON; undefined for what voids another, or has no actor.
 * @param hub home page of the accounts of this hub's people, base of its activity ids
 */
export function factOf(
  { seq, json, voids, source }: StatementText,
  hub: string,
): ReadFact | undefined {
  if (voids) return undefined;
  // A prepared statement was checked; one that a test made may lack parts.
  const statement: Partial<Statement> = source ?? JSON.parse(json);
  const { actor, verb, object, result, context, timestamp } = statement;
  if (!actor || !verb) return undefined;
  const terms: Term[] = [];
  const key = (kind: TermKind, name: string, text = name) => {
    const term = { key: termKey(kind, name), kind, text };
    terms.push(term);
    return term.key;
  };
  const activityId = object && 'id' in object && isActivity(object) ? object.id : undefined;
  const { parent, grouping, category } = context?.contextActivities ?? {};
  const ids = [
    ...(activityId === undefined ? [] : [activityId]),
    ...[...listOf(parent), ...listOf(grouping)].map(({ id }) => id),
  ];
  const isRepeated = outcomes.has(verb.id) && listOf(category).some(({ id }) => id === cmi5);
  const fact = {
    seq,
    at: timeOf(timestamp) ?? null,
    // Of an anonymous group the members are not kept once more.
    actor: key('actor', keyOf(actor), ifiOf(actor) ?? 'group'),
    personId: actor.account?.homePage === hub ? uuidOf(actor.account.name) : null,
    verb: key('verb', verb.id),
    activity: activityId === undefined ? null : key('activity', activityId),
    registration: context?.registration?.toLowerCase() ?? null,
    success: result?.success ?? null,
    completion: result?.completion ?? null,
    scaled: result?.score?.scaled ?? null,
    durationMs: (!isRepeated && result?.duration && durationMs(result.duration)) || null,
    places: ids.flatMap((id) => placeOf(id, hub) ?? []).sort(decksFirst),
  };
  return { fact, terms };
}

/** PostgreSQL knows no year 0, and nobody learnt here before 1900. */
const EARLIEST_MS = Date.UTC(1900, 0);

function timeOf(timestamp: string | undefined): Date | undefined {
  if (timestamp === undefined) return undefined;
  const ms = millisecondsOf(timestamp, '2.0.0') ?? millisecondsOf(timestamp, '1.0.3');
  return ms === undefined || ms < EARLIEST_MS ? undefined : new Date(ms);
}

const isActivity = (object: { objectType?: string }) =>
  object.objectType === undefined || object.objectType === 'Activity';

/** As a sender or a store has them. */
function listOf(activities: Activity | Activity[] | undefined): Activity[] {
  if (activities === undefined) return [];
  return Array.isArray(activities) ? activities : [activities];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const uuidOf = (text: string): string | null => (UUID.test(text) ? text : null);

function placeOf(activityId: string, hub: string): Place | undefined {
  const base = `${hub}/xapi/activities/`;
  if (!activityId.startsWith(base)) return undefined;
  const [folder, id = ''] = activityId.slice(base.length).split('/');
  const kind = folder === 'prompts' ? 'prompt' : folder === 'decks' ? 'deck' : undefined;
  return kind && UUID.test(id) ? { kind, id } : undefined;
}
