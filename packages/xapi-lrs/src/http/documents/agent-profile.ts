import { checkAgentParameter } from '../../rules/parameters.ts';
import type { Call } from '../endpoint.ts';
import { parameterOf } from '../request/parameter.ts';
import type { DocumentResource } from './document-resource.ts';
import { guardProfile } from './preconditions.ts';

/** What is kept about an agent, whatever it does (xAPI 1.0.3 part 3, 2.6). */
export const agentProfile: DocumentResource = {
  idParameter: 'profileId',
  scopeOf: (call) => placeOf(call),
  keyOf: (call, id) => ({ ...placeOf(call), id }),
  blindPut: guardProfile,
};

function placeOf({ parameters }: Call) {
  return {
    kind: 'agent-profile' as const,
    agent: checkAgentParameter(parameterOf(parameters, 'agent')).key,
  };
}
