import { checkAgentParameter, checkIri, checkUuid } from '../../rules/parameters.ts';
import type { Call } from '../endpoint.ts';
import { parameterOf } from '../request/parameter.ts';
import type { DocumentResource } from './document-resource.ts';
import { guardState } from './preconditions.ts';

/** What an activity keeps about an agent (xAPI 1.0.3 part 3, 2.3). */
export const state: DocumentResource = {
  idParameter: 'stateId',
  scopeOf: (call) => placeOf(call),
  keyOf: (call, id) => ({ ...placeOf(call), id }),
  blindPut: guardState,
};

function placeOf({ parameters }: Call) {
  const registration = parameters.get('registration');
  return {
    kind: 'state' as const,
    agent: checkAgentParameter(parameterOf(parameters, 'agent')).key,
    activityId: checkIri(parameterOf(parameters, 'activityId'), 'activityId'),
    ...(registration !== undefined && {
      registration: checkUuid(registration, 'registration'),
    }),
  };
}
