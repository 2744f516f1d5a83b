import { isDeepStrictEqual } from 'node:util';
import type { StatementContext } from '../sessions/session.ts';
import { activitiesOf } from './rule.ts';

/** Whether a context holds all that the template does, whatever else it holds (cmi5 10.2.1). */
export function isWithinTemplate(context: StatementContext, template: StatementContext): boolean {
  const { contextActivities = {}, extensions = {}, ...rest } = template;
  return (
    holdsActivities(context, contextActivities) &&
    holdsAll(context.extensions ?? {}, extensions) &&
    holdsAll({ ...context }, rest)
  );
}

function holdsActivities(
  { contextActivities: given = {} }: StatementContext,
  asked: NonNullable<StatementContext['contextActivities']>,
): boolean {
  const kinds = ['parent', 'grouping', 'category', 'other'] as const;
  return kinds.every((kind) => {
    const ids = new Set(activitiesOf(given[kind]).map(({ id }) => id));
    return activitiesOf(asked[kind]).every(({ id }) => ids.has(id));
  });
}

function holdsAll(given: Record<string, unknown>, asked: Record<string, unknown>): boolean {
  return Object.entries(asked).every(([name, value]) => isDeepStrictEqual(given[name], value));
}
