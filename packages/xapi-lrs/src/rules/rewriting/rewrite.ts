import {
  type Activity,
  type Actor,
  type Agent,
  type Context,
  type ContextActivities,
  contextActivityKinds,
  type Group,
  type SimpleObject,
  type Statement,
  type SubStatement,
  type Verb,
} from '../statement.ts';

/** What becomes of each part of a statement, wherever it stands. */
export interface Parts {
  agent: (agent: Agent) => Agent;
  group: (group: Group) => Group;
  verb: (verb: Verb) => Verb;
  activity: (activity: Activity) => Activity;
}

/** A copy of a statement with its parts replaced; those of its SubStatement too. */
export function rewrite(statement: Statement, parts: Parts): Statement {
  const { actor, verb, object, context, authority } = statement;
  return {
    ...statement,
    actor: actorIn(actor, parts),
    verb: parts.verb(verb),
    object:
      object.objectType === 'SubStatement'
        ? subStatementIn(object, parts)
        : objectIn(object, parts),
    ...(context && { context: contextIn(context, parts) }),
    ...(authority && { authority: actorIn(authority, parts) }),
  };
}

function subStatementIn(sub: SubStatement, parts: Parts): SubStatement {
  return {
    ...sub,
    actor: actorIn(sub.actor, parts),
    verb: parts.verb(sub.verb),
    object: objectIn(sub.object, parts),
    ...(sub.context && { context: contextIn(sub.context, parts) }),
  };
}

function actorIn(actor: Actor, parts: Parts): Actor {
  return actor.objectType === 'Group' ? parts.group(actor) : parts.agent(actor);
}

function objectIn(object: SimpleObject, parts: Parts): SimpleObject {
  switch (object.objectType) {
    case 'StatementRef':
      return object;
    case 'Group':
      return parts.group(object);
    case 'Agent':
      return { ...parts.agent(object), objectType: 'Agent' };
    default:
      return parts.activity(object);
  }
}

function contextIn(context: Context, parts: Parts): Context {
  const { instructor, team, contextActivities, contextAgents, contextGroups } = context;
  return {
    ...context,
    ...(instructor && { instructor: actorIn(instructor, parts) }),
    ...(team && { team: parts.group(team) }),
    ...(contextActivities && { contextActivities: activitiesIn(contextActivities, parts) }),
    ...(contextAgents && {
      contextAgents: contextAgents.map((one) => ({ ...one, agent: parts.agent(one.agent) })),
    }),
    ...(contextGroups && {
      contextGroups: contextGroups.map((one) => ({ ...one, group: parts.group(one.group) })),
    }),
  };
}

function activitiesIn(activities: ContextActivities, parts: Parts): ContextActivities {
  const rewritten: ContextActivities = {};
  for (const kind of contextActivityKinds) {
    const given = activities[kind];
    if (given === undefined) continue;
    rewritten[kind] = Array.isArray(given) ? given.map(parts.activity) : parts.activity(given);
  }
  return rewritten;
}
