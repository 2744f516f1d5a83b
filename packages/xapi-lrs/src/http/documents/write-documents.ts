import type { DocumentContent, DocumentKey, StoredDocument } from '../../store.ts';
import type { Answer, Call } from '../endpoint.ts';
import { readBytes } from '../request/body.ts';
import { parameterOf } from '../request/parameter.ts';
import { changeDocument } from './change-document.ts';
import type { DocumentResource } from './document-resource.ts';
import { etagOf } from './etag.ts';
import { mergeDocuments } from './merge-documents.ts';
import { allowBlind, type BlindWrite } from './preconditions.ts';

type Handler = (call: Call) => Promise<Answer>;
type Rewrite = (current: StoredDocument | undefined, sent: DocumentContent) => DocumentContent;

/** Replaces a document. */
export function putDocument(resource: DocumentResource): Handler {
  return writer(resource, resource.blindPut, (_, sent) => sent);
}

/** Merges a JSON object into the one that is there. */
export function postDocument(resource: DocumentResource): Handler {
  return writer(resource, allowBlind, mergeDocuments);
}

function writer(resource: DocumentResource, blind: BlindWrite, rewrite: Rewrite): Handler {
  return async (call) => {
    const { store, caller } = call;
    const key = keyOf(resource, call);
    const sent = await readDocument(call);
    await changeDocument(call, key, {
      blind,
      write: (current, expected) =>
        store.writeDocument(caller.tenant, key, rewrite(current, sent), expected),
    });
    return { status: 204 };
  };
}

/** Deletes one document; that there is none is no error. */
export function deleteDocument(resource: DocumentResource): Handler {
  return async (call) => {
    const { store, caller } = call;
    const key = keyOf(resource, call);
    await changeDocument(call, key, {
      blind: allowBlind,
      write: (_, expected) => store.deleteDocument(caller.tenant, key, expected),
    });
    return { status: 204 };
  };
}

/** Deletes one document, or all when none is named. */
export function deleteDocuments(resource: DocumentResource): Handler {
  return async (call) => {
    if (call.parameters.has(resource.idParameter)) return deleteDocument(resource)(call);
    await call.store.deleteDocuments(call.caller.tenant, resource.scopeOf(call));
    return { status: 204 };
  };
}

function keyOf(resource: DocumentResource, call: Call): DocumentKey {
  return resource.keyOf(call, parameterOf(call.parameters, resource.idParameter));
}

async function readDocument({ request, limits }: Call): Promise<DocumentContent> {
  const content = await readBytes(request.body, limits.bodyBytes);
  return {
    contentType: request.header('content-type') || 'application/octet-stream',
    content,
    etag: etagOf(content),
  };
}
