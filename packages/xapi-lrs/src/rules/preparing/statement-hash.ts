import { hash } from 'node:crypto';
import type { Json, JsonObject } from '../../json.ts';
import {
  type Activity,
  type Actor,
  type Context,
  contextActivityKinds,
  type Result,
  type SimpleObject,
  type Statement,
  type SubStatement,
} from '../statement.ts';
import { comparableDuration } from '../values/duration.ts';
import { sameMailbox } from '../values/iri.ts';
import { inUtc } from '../values/timestamp.ts';

/**
 * SHA-256 in hexadecimal, equal when statements are by xAPI 1.0.3 data 2.3.1. Left out is what an LRS
 * may assign (id, authority, stored, timestamp, version) or what is no part of a statement (definitions,
 * display of verbs, attachments); order of group members, digits of durations beyond 0.01 s and
 * the case of what has none do not count.
 */
export function statementHash(statement: Statement): string {
  return hash('sha256', comparableStatement(statement), 'hex');
}

/** What `statementHash` hashes: every text in it has its length in front, so none can pass for two. */
export function comparableStatement(statement: Statement): string {
  const { object } = statement;
  const compared =
    happening(statement) +
    (object.objectType === 'SubStatement' ? `sub(${subStatement(object)})` : objectOf(object));
  // Lone surrogates, which extensions may hold, would all become U+FFFD in UTF-8.
  return /\p{Surrogate}/u.test(compared) ? JSON.stringify(compared) : compared;
}

function happening({ actor, verb, result, context }: Statement | SubStatement): string {
  return (
    actorOf(actor) +
    text(verb.id) +
    (result === undefined ? '' : `result(${resultOf(result)})`) +
    (context === undefined ? '' : `context(${contextOf(context)})`)
  );
}

function subStatement(sub: SubStatement): string {
  const at = sub.timestamp === undefined ? '' : `at${text(instant(sub.timestamp))}`;
  return happening(sub) + objectOf(sub.object) + at;
}

function objectOf(object: SimpleObject): string {
  switch (object.objectType) {
    case 'Agent':
    case 'Group':
      return actorOf(object);
    case 'StatementRef':
      return `ref${text(object.id.toLowerCase())}`;
    default:
      return activityOf(object);
  }
}

function activityOf({ objectType, id }: Activity): string {
  return (objectType ?? '') + text(id);
}

function actorOf(actor: Actor): string {
  const { objectType = '', name, mbox, mbox_sha1sum: sha1, openid, account } = actor;
  let compared = `${objectType}(`;
  if (name !== undefined) compared += `name${text(name)}`;
  if (mbox !== undefined) compared += `mbox${text(sameMailbox(mbox))}`;
  if (sha1 !== undefined) compared += `sha1${text(sha1.toLowerCase())}`;
  if (openid !== undefined) compared += `openid${text(openid)}`;
  if (account !== undefined) compared += `account${text(account.homePage)}${text(account.name)}`;
  if (actor.objectType === 'Group' && actor.member !== undefined) {
    compared += `member[${actor.member.map(actorOf).sort().join('')}]`;
  }
  return `${compared})`;
}

function resultOf(result: Result): string {
  const { score, success, completion, response, duration, extensions } = result;
  let compared = '';
  if (score !== undefined) compared += json(score);
  if (success !== undefined) compared += `success:${success}`;
  if (completion !== undefined) compared += `completion:${completion}`;
  if (response !== undefined) compared += `response${text(response)}`;
  if (duration !== undefined) compared += `duration${text(comparableDuration(duration))}`;
  if (extensions !== undefined) compared += json(extensions);
  return compared;
}

function contextOf(context: Context): string {
  const { registration, instructor, team, contextActivities, contextAgents, contextGroups } =
    context;
  const { revision, platform, language, statement, extensions } = context;
  let compared = '';
  if (registration !== undefined) compared += `registration${text(registration.toLowerCase())}`;
  if (instructor !== undefined) compared += `instructor${actorOf(instructor)}`;
  if (team !== undefined) compared += `team${actorOf(team)}`;
  if (contextActivities !== undefined) {
    for (const kind of contextActivityKinds) {
      const activities = contextActivities[kind];
      if (activities === undefined) continue;
      // A single activity is returned as a list of one (xAPI 1.0.3 data 2.4.6.2).
      const compareds = Array.isArray(activities)
        ? activities.map(activityOf).join(',')
        : activityOf(activities);
      compared += `${kind}[${compareds}]`;
    }
  }
  if (contextAgents !== undefined) {
    compared += `agents[${contextAgents.map((one) => actorOf(one.agent) + types(one)).join(',')}]`;
  }
  if (contextGroups !== undefined) {
    compared += `groups[${contextGroups.map((one) => actorOf(one.group) + types(one)).join(',')}]`;
  }
  if (revision !== undefined) compared += `revision${text(revision)}`;
  if (platform !== undefined) compared += `platform${text(platform)}`;
  if (language !== undefined) compared += `language${text(language.toLowerCase())}`;
  if (statement !== undefined) compared += `statement${text(statement.id.toLowerCase())}`;
  if (extensions !== undefined) compared += json(extensions);
  return compared;
}

function types({ relevantTypes }: { relevantTypes?: string[] }): string {
  return relevantTypes === undefined ? '' : json(relevantTypes);
}

function text(value: string): string {
  return `${value.length}:${value}`;
}

/** A point in time, however many zeros its fraction ends on. */
function instant(timestamp: string): string {
  const utc = inUtc(timestamp);
  return utc.includes('.') ? utc.replace(/\.?0*Z$/, 'Z') : utc;
}

/** JSON in which the order of properties does not count. */
function json(value: Json): string {
  if (typeof value === 'string') return `"${text(value)}`;
  if (typeof value !== 'object' || value === null) return `${value};`;
  if (Array.isArray(value)) return `[${value.map(json).join('')}]`;
  return `{${members(value)}}`;
}

function members(object: JsonObject): string {
  let compared = '';
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value !== undefined) compared += text(key) + json(value);
  }
  return compared;
}
