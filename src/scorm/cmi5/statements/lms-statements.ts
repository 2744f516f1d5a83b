import {
  type Agent,
  type JsonObject,
  type PreparedStatement,
  prepareStatement,
  type Statement,
} from '@crosswalk/xapi-lrs';
import { uuidv7 } from '../../../platform/crypto/uuid.ts';
import type { Au } from '../course/au.ts';
import type { StatementContext } from '../sessions/session.ts';
import { activityTypes, categories, extensions, verbs } from './vocabulary.ts';

/** What statements of the LMS itself are told with (cmi5 9.6). */
export interface Telling {
  actor: Agent;
  registration: string;
  sessionId: string;
  at: Date;
}

type Named = Pick<Au, 'id' | 'title' | 'description'>;

/** cmi5 9.3.1. */
export function launched(
  telling: Telling,
  {
    au,
    activityId,
    launchUrl,
    launchMode,
  }: { au: Au; activityId: string; launchUrl: string; launchMode: string },
): Statement {
  return {
    ...told(telling, 'launched', au.id, {
      [extensions.launchMode]: launchMode,
      [extensions.launchUrl]: launchUrl,
      [extensions.moveOn]: au.moveOn,
      ...(au.masteryScore !== null && { [extensions.masteryScore]: au.masteryScore }),
      ...(au.launchParameters !== null && { [extensions.launchParameters]: au.launchParameters }),
    }),
    object: activity(activityId, au),
  };
}

/** cmi5 9.3.6, 9.5.4.2. */
export function abandoned(
  telling: Telling,
  { au, activityId, durationMs }: { au: Au; activityId: string; durationMs: number },
): Statement {
  return {
    ...told(telling, 'abandoned', au.id),
    object: activity(activityId, au),
    result: { duration: `PT${(durationMs / 1000).toFixed(2)}S` },
  };
}

/** cmi5 9.3.7. */
export function waived(
  telling: Telling,
  { au, activityId, reason }: { au: Au; activityId: string; reason: string },
): Statement {
  const statement = told(telling, 'waived', au.id);
  return {
    ...statement,
    object: activity(activityId, au),
    result: { success: true, completion: true, extensions: { [extensions.reason]: reason } },
    context: withCategory(statement.context, categories.moveOn),
  };
}

/** cmi5 9.3.9: of a block, or of the course. */
export function satisfied(
  telling: Telling,
  { part, activityId, type }: { part: Named; activityId: string; type: 'block' | 'course' },
): Statement {
  return {
    ...told(telling, 'satisfied', part.id),
    object: activity(activityId, { ...part, activityType: activityTypes[type] }),
  };
}

/** Every AU statement and every statement of the LMS names the session and the publisher's id. */
export function contextTemplate(publisherId: string, sessionId: string): StatementContext {
  return {
    contextActivities: { grouping: [{ objectType: 'Activity', id: publisherId }] },
    extensions: { [extensions.sessionId]: sessionId },
  };
}

/** Ready for the LRS; the hub vouches for them. */
export function prepared(
  statements: readonly Statement[],
  { publicUrl }: { publicUrl: string },
): PreparedStatement[] {
  const authority = {
    objectType: 'Agent' as const,
    account: { homePage: publicUrl, name: 'hub' },
  };
  return statements.map((statement) =>
    prepareStatement(statement, { id: uuidv7(), version: '1.0.3', authority }),
  );
}

function told(
  { actor, registration, sessionId, at }: Telling,
  verb: keyof typeof verbs,
  publisherId: string,
  own: JsonObject = {},
) {
  const template = contextTemplate(publisherId, sessionId);
  return {
    actor,
    verb: { id: verbs[verb], display: { en: verb } },
    context: withCategory(
      { ...template, registration, extensions: { ...template.extensions, ...own } },
      categories.cmi5,
    ),
    timestamp: at.toISOString(),
  };
}

function withCategory(context: StatementContext, id: string): StatementContext {
  const { category = [] } = context.contextActivities ?? {};
  const named = Array.isArray(category) ? category : [category];
  return {
    ...context,
    contextActivities: {
      ...context.contextActivities,
      category: [...named, { objectType: 'Activity', id }],
    },
  };
}

function activity(
  id: string,
  { title, description, activityType }: Omit<Named, 'id'> & Pick<Au, 'activityType'>,
) {
  const definition = {
    ...(Object.keys(title).length > 0 && { name: title }),
    ...(Object.keys(description).length > 0 && { description }),
    ...(activityType !== null && { type: activityType }),
  };
  return { objectType: 'Activity' as const, id, definition };
}
