import type { DocumentContent } from '../../store.ts';
import { XapiError } from '../../xapi-error.ts';
import { mediaTypeOf } from '../request/media-type.ts';
import { etagOf } from './etag.ts';

/**
 * The properties of the sent object take the place of those that are there, at the top level only
 * (xAPI 1.0.3 part 3, 2.2). Without a document to merge with, the sent one is stored as it is.
 * @throws XapiError 400 when what should be a JSON object is none
 */
export function mergeDocuments(
  current: DocumentContent | undefined,
  sent: DocumentContent,
): DocumentContent {
  if (!current && !isJson(sent)) return sent;
  const added = objectOf(sent, 'The document sent');
  if (!current) return sent;
  const merged = { ...objectOf(current, 'The document that is there'), ...added };
  const content = Buffer.from(JSON.stringify(merged));
  return { contentType: 'application/json', content, etag: etagOf(content) };
}

/** @throws XapiError 400 */
function objectOf(document: DocumentContent, which: string): object {
  if (!isJson(document)) throw refused(`${which} has the type ${document.contentType}.`);
  const parsed = parse(document.content);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw refused(`${which} is not a JSON object.`);
  }
  return parsed;
}

function isJson({ contentType }: DocumentContent): boolean {
  return mediaTypeOf(contentType).type === 'application/json';
}

function parse(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
}

function refused(message: string): XapiError {
  return new XapiError(400, {
    message,
    expected: 'POST merges JSON objects of type application/json; PUT replaces any document',
    requirement: 'XAPI-00315',
  });
}
