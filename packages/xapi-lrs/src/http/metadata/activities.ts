import { checkIri } from '../../rules/parameters.ts';
import type { Answer, Call } from '../endpoint.ts';
import { parameterOf } from '../request/parameter.ts';

/** The activity with all that statements said of it (xAPI 1.0.3 part 3, 2.5). */
export async function getActivity({ store, caller, parameters }: Call): Promise<Answer> {
  const id = checkIri(parameterOf(parameters, 'activityId'), 'activityId');
  const definition = (await store.findDefinitions(caller.tenant, [id])).get(id);
  return {
    status: 200,
    json: { objectType: 'Activity', id, ...(definition && { definition }) },
  };
}
