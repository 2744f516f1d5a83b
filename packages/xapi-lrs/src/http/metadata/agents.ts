import { checkAgentParameter } from '../../rules/parameters.ts';
import type { Answer, Call } from '../endpoint.ts';
import { parameterOf } from '../request/parameter.ts';

/** What is known of an agent, as a Person (xAPI 1.0.3 part 3, 2.4). */
export async function getPerson({ store, caller, parameters }: Call): Promise<Answer> {
  const { actor, key } = checkAgentParameter(parameterOf(parameters, 'agent'));
  const given = actor.name === undefined ? [] : [actor.name];
  const names = new Set([...given, ...(await store.findNames(caller.tenant, key))]);
  const { mbox, mbox_sha1sum, openid, account } = actor;
  return {
    status: 200,
    json: {
      objectType: 'Person',
      ...(names.size > 0 && { name: [...names] }),
      ...(mbox !== undefined && { mbox: [mbox] }),
      ...(mbox_sha1sum !== undefined && { mbox_sha1sum: [mbox_sha1sum] }),
      ...(openid !== undefined && { openid: [openid] }),
      ...(account !== undefined && { account: [account] }),
    },
  };
}
