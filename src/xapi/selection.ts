import { checkAgentParameter, type Selection, XapiError } from '@crosswalk/xapi-lrs';
import { type Static, Type } from 'typebox';
import { Problem } from '../platform/http/problem.ts';
import { Id } from '../platform/http/shapes.ts';

const LISTED_MAX = 20;
const Iri = Type.String({ minLength: 1, maxLength: 2048 });

/** Which statements go somewhere: of each list that is given, one of its entries has to match. */
export const StatementFilter = Type.Object(
  {
    verbs: Type.Optional(Type.Array(Iri, { maxItems: LISTED_MAX })),
    activities: Type.Optional(Type.Array(Iri, { maxItems: LISTED_MAX })),
    agents: Type.Optional(
      Type.Array(Type.Record(Type.String(), Type.Unknown()), {
        maxItems: LISTED_MAX,
        description: 'xAPI agents or identified groups',
      }),
    ),
    registrations: Type.Optional(Type.Array(Id, { maxItems: LISTED_MAX })),
    related: Type.Optional(
      Type.Boolean({
        description:
          'whether activities and agents count wherever a statement names them (related_activities, related_agents)',
      }),
    ),
  },
  { additionalProperties: false },
);
export type StatementFilter = Static<typeof StatementFilter>;

/** @throws Problem 422 */
export function selectionOf({ agents, ...filter }: StatementFilter): Selection {
  return {
    ...filter,
    agents: agents?.map((agent, i) => ifiOf(JSON.stringify(agent), `/filter/agents/${i}`)),
  };
}

/** The same as parameters of a GET, where each is one value. */
export const selectionQuery = {
  verb: Type.Optional(Iri),
  activity: Type.Optional(Iri),
  agent: Type.Optional(
    Type.String({ maxLength: 4096, description: 'an xAPI agent or identified group, as JSON' }),
  ),
  registration: Type.Optional(Id),
  related: Type.Optional(
    Type.Boolean({
      description: 'whether activity and agent count wherever a statement names them',
    }),
  ),
};

interface SelectionQuery {
  verb?: string | undefined;
  activity?: string | undefined;
  agent?: string | undefined;
  registration?: string | undefined;
  related?: boolean | undefined;
}

/** @throws Problem 400 */
export function selectionOfQuery(query: SelectionQuery): Selection {
  const { verb, activity, agent, registration, related } = query;
  return {
    ...(verb !== undefined && { verbs: [verb] }),
    ...(activity !== undefined && { activities: [activity] }),
    ...(agent !== undefined && { agents: [ifiOf(agent, undefined)] }),
    ...(registration !== undefined && { registrations: [registration] }),
    related,
  };
}

/** @param pointer into the body; undefined for a parameter */
function ifiOf(agent: string, pointer: string | undefined): string {
  try {
    return checkAgentParameter(agent).key;
  } catch (error) {
    if (!(error instanceof XapiError)) throw error;
    throw new Problem(pointer === undefined ? 400 : 422, 'invalid_input', {
      detail: `This is no xAPI agent: ${error.message}`,
      errors: [
        pointer === undefined
          ? { in: 'query', pointer: '/agent', detail: error.message }
          : { in: 'body', pointer, detail: error.message },
      ],
    });
  }
}
