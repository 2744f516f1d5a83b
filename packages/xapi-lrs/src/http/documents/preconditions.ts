import type { StoredDocument } from '../../store.ts';
import { XapiError } from '../../xapi-error.ts';
import type { Call } from '../endpoint.ts';
import type { LrsRequest } from '../request/lrs-request.ts';
import { entityTagsOf, hasTag } from './etag.ts';

type Current = StoredDocument | undefined;

/** Whether a write that names no entity tag may go on, given what is there. */
export type BlindWrite = (call: Call, current: Current) => void;

/** @throws XapiError 412, 409, 400 */
export function checkPreconditions(call: Call, current: Current, blind: BlindWrite): void {
  const match = entityTagsOf(call.request.header('if-match'));
  const noneMatch = entityTagsOf(call.request.header('if-none-match'));
  if (match && !(current && hasTag(match, current.etag))) {
    throw preconditionFailed(call.request, 'If-Match', current);
  }
  if (noneMatch && current && hasTag(noneMatch, current.etag)) {
    throw preconditionFailed(call.request, 'If-None-Match', current);
  }
  if (!match && !noneMatch) blind(call, current);
}

export const allowBlind: BlindWrite = () => undefined;

/**
 * xAPI 2.0 asks for a tag as soon as a state is there, which existing content does not know of; so it
 * is a switch, and never binds clients of 1.0.x.
 */
export const guardState: BlindWrite = ({ version, caller }, current) => {
  if (current && version === '2.0.0' && caller.strictStateConcurrency) throw conflict();
};

/** xAPI 1.0.3 part 3, 3.1 asks for a header even when nothing is there; 2.0 (4.1.4) does not. */
export const guardProfile: BlindWrite = ({ version }, current) => {
  if (current) throw conflict();
  if (version === '1.0.3') {
    throw new XapiError(400, {
      message: 'A PUT of a profile needs If-Match or If-None-Match.',
      expected: 'If-None-Match: * for a new document',
      requirement: 'xAPI 1.0.3 part 3, 3.1',
    });
  }
};

function preconditionFailed(request: LrsRequest, header: string, current: Current): XapiError {
  return new XapiError(412, {
    message: `${header}: ${request.header(header.toLowerCase())} does not hold; nothing has been changed.`,
    expected: current ? `the document has the ETag "${current.etag}"` : 'there is no such document',
    requirement: 'XAPI-00322',
  });
}

function conflict(): XapiError {
  return new XapiError(409, {
    message:
      'There is a document already, and the request does not say which one it replaces. Read it, then send its ETag.',
    expected: 'If-Match with the ETag, or If-None-Match: *',
    requirement: 'XAPI-00322',
  });
}
