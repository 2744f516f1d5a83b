import type { JsonObject } from '../json.ts';
import { type ChooseLanguage, languageChooser } from './rewriting/languages.ts';
import { type Parts, rewrite } from './rewriting/rewrite.ts';
import type {
  Activity,
  ActivityDefinition,
  Agent,
  Group,
  Identifiers,
  InteractionComponent,
  Statement,
} from './statement.ts';

/** `format=ids` (xAPI 1.0.3 communication 2.1.3): of actors, verbs and activities what identifies them. */
export function idsOf(statement: Statement): Statement {
  return rewrite(statement, {
    agent: agentIds,
    group: groupIds,
    verb: ({ id }) => ({ id }),
    activity: ({ id }) => ({ id }),
  });
}

function agentIds(agent: Agent): Agent {
  return { ...(agent.objectType && { objectType: agent.objectType }), ...identifiersOf(agent) };
}

/** An anonymous group is identified by its members. */
function groupIds(group: Group): Group {
  const identifiers = identifiersOf(group);
  const isAnonymous = Object.keys(identifiers).length === 0;
  return {
    objectType: 'Group',
    ...identifiers,
    ...(isAnonymous && { member: (group.member ?? []).map(agentIds) }),
  };
}

function identifiersOf({ mbox, mbox_sha1sum, openid, account }: Identifiers): Identifiers {
  if (mbox !== undefined) return { mbox };
  if (mbox_sha1sum !== undefined) return { mbox_sha1sum };
  if (openid !== undefined) return { openid };
  return account === undefined ? {} : { account };
}

const same: Parts = {
  agent: (agent) => agent,
  group: (group) => group,
  verb: (verb) => verb,
  activity: (activity) => activity,
};

/**
 * `format=canonical`: definitions as the LRS knows them, and one language per map; actors as they came.
 * @param acceptLanguage the header
 * @param definitionOf the merged definition of an activity, undefined when none is known
 */
export function canonicalOf(
  statement: Statement,
  acceptLanguage: string | undefined,
  definitionOf: (activityId: string) => JsonObject | undefined,
): Statement {
  const choose = languageChooser(acceptLanguage);
  return rewrite(statement, {
    ...same,
    verb: (verb) => (verb.display ? { ...verb, display: choose(verb.display) } : verb),
    activity: (activity) => canonicalActivity(activity, definitionOf(activity.id), choose),
  });
}

function canonicalActivity(
  activity: Activity,
  known: ActivityDefinition | undefined,
  choose: ChooseLanguage,
): Activity {
  const definition = known ?? activity.definition;
  if (definition === undefined) return activity;
  return { ...activity, definition: inOneLanguage(definition, choose) };
}

function inOneLanguage(definition: ActivityDefinition, choose: ChooseLanguage): ActivityDefinition {
  const { name, description, choices, scale, source, target, steps } = definition;
  const described = (components: InteractionComponent[]): InteractionComponent[] =>
    components.map((one) =>
      one.description ? { ...one, description: choose(one.description) } : one,
    );
  return {
    ...definition,
    ...(name && { name: choose(name) }),
    ...(description && { description: choose(description) }),
    ...(choices && { choices: described(choices) }),
    ...(scale && { scale: described(scale) }),
    ...(source && { source: described(source) }),
    ...(target && { target: described(target) }),
    ...(steps && { steps: described(steps) }),
  };
}

/** Ids of the activities whose definitions `canonicalOf` asks for, each once. */
export function activitiesOf(statement: Statement): string[] {
  const ids = new Set<string>();
  rewrite(statement, {
    ...same,
    activity: (activity) => {
      ids.add(activity.id);
      return activity;
    },
  });
  return [...ids];
}
