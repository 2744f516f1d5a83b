import { checkTimestamp } from '../../rules/parameters.ts';
import { XapiError } from '../../xapi-error.ts';
import type { Answer, Call } from '../endpoint.ts';
import { sandboxed } from '../sandboxed.ts';
import type { DocumentResource } from './document-resource.ts';

/** One document, or the ids of all (xAPI 1.0.3 part 3, 2.2). */
export function getDocuments(resource: DocumentResource): (call: Call) => Promise<Answer> {
  return async (call) => {
    const id = call.parameters.get(resource.idParameter);
    return id === undefined ? listIds(resource, call) : getDocument(resource, call, id);
  };
}

async function getDocument(resource: DocumentResource, call: Call, id: string): Promise<Answer> {
  if (call.parameters.has('since')) {
    throw new XapiError(400, {
      message: `since is for lists, ${resource.idParameter} for a single document.`,
      expected: 'one of them',
    });
  }
  const document = await call.store.findDocument(call.caller.tenant, resource.keyOf(call, id));
  if (!document) throw new XapiError(404, { message: `There is no document ${id}.` });
  return {
    status: 200,
    headers: {
      'Content-Type': document.contentType,
      ETag: `"${document.etag}"`,
      'Last-Modified': document.updated.toUTCString(),
      ...sandboxed,
    },
    body: document.content,
  };
}

async function listIds(resource: DocumentResource, call: Call): Promise<Answer> {
  const { store, caller, parameters, version } = call;
  const since = parameters.get('since');
  const after = since === undefined ? undefined : checkTimestamp(since, 'since', version);
  const ids = await store.listDocuments(caller.tenant, resource.scopeOf(call), after);
  return { status: 200, json: ids };
}
