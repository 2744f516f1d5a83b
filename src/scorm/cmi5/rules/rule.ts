import type { Agent, Statement } from '@crosswalk/xapi-lrs';
import type { Session } from '../sessions/session.ts';
import { type AuVerb, auVerbs, categories, verbs } from '../statements/vocabulary.ts';

/** What has been said so far, as the rules of order need it. */
export interface Standing {
  hasReadPreferences: boolean;
  /** Verbs of cmi5 defined statements in this session. */
  said: ReadonlySet<AuVerb>;
  /** Those of the whole registration that may come once. */
  registered: ReadonlySet<'completed' | 'passed'>;
}

/** A statement of an AU, as rules look at it. */
export interface Told {
  statement: Statement;
  /** Whether the AU gave it its id: in the statement, or in the URL of a PUT. */
  hasId: boolean;
  /** Whether it claims to be cmi5 defined (cmi5 7.1.3). */
  isDefined: boolean;
  /** Undefined: none of those that an AU's cmi5 defined statements have. */
  verb: AuVerb | undefined;
  session: Session;
  actor: Agent;
  standing: Standing;
}

/** One requirement: its id as npm `@cmi5/requirements` has it, and what a breach is answered with. */
export interface Rule {
  requirement: string;
  message: string;
  isBroken(told: Told): boolean;
}

/** Undefined: it is about something else than an activity. */
export function activityIdOf({ object }: Statement): string | undefined {
  return (object.objectType ?? 'Activity') === 'Activity' && 'id' in object ? object.id : undefined;
}

export function categoriesOf({ context }: Statement): string[] {
  return activitiesOf(context?.contextActivities?.category).map(({ id }) => id);
}

/** Senders may give one activity where a list is meant. */
export function activitiesOf<A extends object>(given: A | A[] | undefined): A[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}

export function isCmi5Defined(statement: Statement): boolean {
  return categoriesOf(statement).includes(categories.cmi5);
}

export function auVerbOf({ verb }: Statement): AuVerb | undefined {
  return auVerbs.find((name) => verbs[name] === verb.id);
}
