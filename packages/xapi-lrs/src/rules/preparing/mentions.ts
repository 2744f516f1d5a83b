import type { JsonObject } from '../../json.ts';
import type { Mention } from '../../store.ts';
import { ifiOf } from '../agent-key.ts';
import {
  type Activity,
  type Actor,
  type Context,
  contextActivityKinds,
  type SimpleObject,
  type Statement,
  type SubStatement,
} from '../statement.ts';

/** Whom and what a statement names. */
export interface Mentions {
  agents: Mention[];
  activities: Mention[];
  definitions: { activityId: string; definition: JsonObject }[];
  names: { ifi: string; name: string }[];
}

/**
 * Everyone and everything that a filter finds a statement by (xAPI 1.0.3 communication 2.1.3): members
 * of groups too. Direct are the actor and the object; contexts, SubStatements and the authority related.
 */
export function mentionsOf(statement: Statement, authority: Actor): Mentions {
  const found: Found = {
    agents: new Map(),
    activities: new Map(),
    definitions: [],
    names: new Map(),
  };
  const { object } = statement;
  addActor(found, statement.actor, true);
  if (object.objectType === 'SubStatement') addSubStatement(found, object);
  else addObject(found, object, true);
  addContext(found, statement.context);
  addActor(found, authority, false);
  return {
    agents: [...found.agents.values()],
    activities: [...found.activities.values()],
    definitions: found.definitions,
    names: [...found.names.values()],
  };
}

interface Found {
  agents: Map<string, Mention>;
  activities: Map<string, Mention>;
  definitions: Mentions['definitions'];
  names: Map<string, { ifi: string; name: string }>;
}

function addSubStatement(found: Found, subStatement: SubStatement): void {
  addActor(found, subStatement.actor, false);
  addObject(found, subStatement.object, false);
  addContext(found, subStatement.context);
}

function addObject(found: Found, object: SimpleObject, direct: boolean): void {
  if (object.objectType === 'StatementRef') return;
  if (object.objectType === 'Agent' || object.objectType === 'Group') {
    addActor(found, object, direct);
  } else {
    addActivity(found, object, direct);
  }
}

function addContext(found: Found, context: Context | undefined): void {
  if (context === undefined) return;
  const { instructor, team, contextActivities, contextAgents = [], contextGroups = [] } = context;
  if (instructor !== undefined) addActor(found, instructor, false);
  if (team !== undefined) addActor(found, team, false);
  for (const { agent } of contextAgents) addActor(found, agent, false);
  for (const { group } of contextGroups) addActor(found, group, false);
  if (contextActivities === undefined) return;
  for (const kind of contextActivityKinds) {
    const activities = contextActivities[kind];
    if (activities === undefined) continue;
    if (!Array.isArray(activities)) addActivity(found, activities, false);
    else for (const activity of activities) addActivity(found, activity, false);
  }
}

function addActor(found: Found, actor: Actor, direct: boolean): void {
  const ifi = ifiOf(actor);
  if (ifi !== undefined) {
    addMention(found.agents, ifi, direct);
    const { name } = actor;
    // No name holds NUL, so that no two pairs share a key.
    if (name !== undefined) found.names.set(`${ifi}\0${name}`, { ifi, name });
  }
  if (actor.objectType !== 'Group' || actor.member === undefined) return;
  for (const member of actor.member) addActor(found, member, direct);
}

function addActivity(found: Found, activity: Activity, direct: boolean): void {
  addMention(found.activities, activity.id, direct);
  if (activity.definition !== undefined) {
    found.definitions.push({ activityId: activity.id, definition: activity.definition });
  }
}

function addMention(mentions: Map<string, Mention>, key: string, direct: boolean): void {
  const mention = mentions.get(key);
  if (mention === undefined) mentions.set(key, { key, direct });
  else mention.direct ||= direct;
}
