import { activityProfile } from './documents/activity-profile.ts';
import { agentProfile } from './documents/agent-profile.ts';
import { getDocuments } from './documents/read-documents.ts';
import { state } from './documents/state.ts';
import {
  deleteDocument,
  deleteDocuments,
  postDocument,
  putDocument,
} from './documents/write-documents.ts';
import type { Endpoint, Resource } from './endpoint.ts';
import { getActivity } from './metadata/activities.ts';
import { getPerson } from './metadata/agents.ts';
import { getStatements } from './statements/get-statements.ts';
import { getMoreStatements } from './statements/more-statements.ts';
import { postStatements } from './statements/post-statements.ts';
import { putStatement } from './statements/put-statement.ts';
import { statementParameters } from './statements/statement-query.ts';

type Scopes = Endpoint['scopes'];
type Names = readonly string[];
type Handle = Endpoint['handle'];

const readStatements: Scopes = ['statements/read', 'statements/read/mine', 'all/read'];
const writeStatements: Scopes = ['statements/write'];
const readState: Scopes = ['state', 'all/read'];
const writeState: Scopes = ['state'];
const readProfiles: Scopes = ['profile', 'all/read'];
const writeProfiles: Scopes = ['profile'];
const readDefinitions: Scopes = ['statements/read', 'define', 'profile', 'all/read'];

/**
 * Every resource but About, which is for everyone. Each request goes through the same steps:
 *
 * | step                                   | statements | documents | agents, activities |
 * | -------------------------------------- | ---------- | --------- | ------------------ |
 * | alternate request syntax (1.0.x)       | yes        | yes       | yes                |
 * | credential                             | yes        | yes       | yes                |
 * | version                                | yes        | yes       | yes                |
 * | scope                                  | yes        | yes       | yes                |
 * | parameters: known, there, given once   | yes        | yes       | yes                |
 * | preconditions: If-Match, If-None-Match |            | writes    |                    |
 * | X-Experience-API-Consistent-Through    | yes        |           |                    |
 */
export const resources: readonly Resource[] = [
  resource('/statements', [
    get(readStatements, [], statementParameters, getStatements),
    put(writeStatements, ['statementId'], [], putStatement),
    post(writeStatements, [], [], postStatements),
  ]),
  resource('/statements/more', [get(readStatements, ['page'], [], getMoreStatements)]),
  resource('/activities/state', [
    get(
      readState,
      ['activityId', 'agent'],
      ['registration', 'stateId', 'since'],
      getDocuments(state),
    ),
    put(writeState, ['activityId', 'agent', 'stateId'], ['registration'], putDocument(state)),
    post(writeState, ['activityId', 'agent', 'stateId'], ['registration'], postDocument(state)),
    remove(
      writeState,
      ['activityId', 'agent'],
      ['registration', 'stateId'],
      deleteDocuments(state),
    ),
  ]),
  resource('/activities/profile', [
    get(readProfiles, ['activityId'], ['profileId', 'since'], getDocuments(activityProfile)),
    put(writeProfiles, ['activityId', 'profileId'], [], putDocument(activityProfile)),
    post(writeProfiles, ['activityId', 'profileId'], [], postDocument(activityProfile)),
    remove(writeProfiles, ['activityId', 'profileId'], [], deleteDocument(activityProfile)),
  ]),
  resource('/agents/profile', [
    get(readProfiles, ['agent'], ['profileId', 'since'], getDocuments(agentProfile)),
    put(writeProfiles, ['agent', 'profileId'], [], putDocument(agentProfile)),
    post(writeProfiles, ['agent', 'profileId'], [], postDocument(agentProfile)),
    remove(writeProfiles, ['agent', 'profileId'], [], deleteDocument(agentProfile)),
  ]),
  resource('/activities', [get(readDefinitions, ['activityId'], [], getActivity)]),
  resource('/agents', [get(readDefinitions, ['agent'], [], getPerson)]),
];

function resource(path: string, endpoints: Endpoint[]): Resource {
  return { path, endpoints, consistentThrough: path.startsWith('/statements') };
}

function get(scopes: Scopes, required: Names, optional: Names, handle: Handle): Endpoint {
  return { method: 'GET', scopes, parameters: { required, optional }, handle };
}

function put(scopes: Scopes, required: Names, optional: Names, handle: Handle): Endpoint {
  return { method: 'PUT', scopes, parameters: { required, optional }, handle };
}

function post(scopes: Scopes, required: Names, optional: Names, handle: Handle): Endpoint {
  return { method: 'POST', scopes, parameters: { required, optional }, handle };
}

function remove(scopes: Scopes, required: Names, optional: Names, handle: Handle): Endpoint {
  return { method: 'DELETE', scopes, parameters: { required, optional }, handle };
}
