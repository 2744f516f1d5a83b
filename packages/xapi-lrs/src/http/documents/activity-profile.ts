import { checkIri } from '../../rules/parameters.ts';
import type { Call } from '../endpoint.ts';
import { parameterOf } from '../request/parameter.ts';
import type { DocumentResource } from './document-resource.ts';
import { guardProfile } from './preconditions.ts';

/** What is kept about an activity, whoever does it (xAPI 1.0.3 part 3, 2.7). */
export const activityProfile: DocumentResource = {
  idParameter: 'profileId',
  scopeOf: (call) => placeOf(call),
  keyOf: (call, id) => ({ ...placeOf(call), id }),
  blindPut: guardProfile,
};

function placeOf({ parameters }: Call) {
  return {
    kind: 'activity-profile' as const,
    activityId: checkIri(parameterOf(parameters, 'activityId'), 'activityId'),
  };
}
