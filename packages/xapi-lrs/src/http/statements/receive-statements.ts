import { readFile } from 'node:fs/promises';
import { isSignature } from '../../rules/attachments.ts';
import { checkSignature } from '../../rules/signature.ts';
import type { Statement } from '../../rules/statement.ts';
import { XapiError } from '../../xapi-error.ts';
import type { Call } from '../endpoint.ts';
import { type PartFile, receiveFiles, withFolder } from '../multipart/part-files.ts';
import { boundaryOf, type IncomingPart, readParts } from '../multipart/read-parts.ts';
import { parseJson, readBytes, tooLarge } from '../request/body.ts';
import { type MediaType, mediaTypeOf } from '../request/media-type.ts';
import { checkContents, namedContents } from './check-contents.ts';
import { type Saved, saveStatements } from './save-statements.ts';

export interface Reception {
  /** Makes statements of what was sent. @throws XapiError 400, 413 */
  check(input: unknown): Statement[];
  /** Id of a statement that has none. */
  newId(): string;
}

type Files = ReadonlyMap<string, PartFile>;

/**
 * Takes in the statements of a PUT or POST, with their attachments.
 * @throws XapiError 400, 413
 */
export async function receiveStatements(call: Call, reception: Reception): Promise<Saved> {
  const mediaType = mediaTypeOf(call.request.header('content-type'));
  switch (mediaType.type) {
    case 'application/json':
      return receiveJson(call, reception);
    case 'multipart/mixed':
      return withFolder((folder) => receiveMultipart(call, { ...reception, mediaType, folder }));
    default:
      throw new XapiError(400, {
        message: `Statements do not come as ${mediaType.type || 'a body without Content-Type'}.`,
        expected: 'application/json or multipart/mixed',
        requirement: 'xAPI 1.0.3 part 3, 1.5',
      });
  }
}

async function receiveJson(call: Call, { check, newId }: Reception): Promise<Saved> {
  const body = await readBytes(call.request.body, call.limits.bodyBytes);
  const statements = check(parseJson(body));
  checkContents(statements, new Map());
  return saveStatements(call, { statements, files: new Map(), newId });
}

interface Multipart extends Reception {
  mediaType: MediaType;
  folder: string;
}

async function receiveMultipart(
  call: Call,
  { check, newId, mediaType, folder }: Multipart,
): Promise<Saved> {
  const { request, limits } = call;
  const parts = readParts(request.body, boundaryOf(mediaType));
  const statements = check(await readFirst(parts, limits.bodyBytes));
  const files = await receiveFiles(parts, {
    named: namedContents(statements),
    attachmentBytes: limits.attachmentBytes,
    folder,
  });
  checkContents(statements, files);
  await checkSignatures(call, statements, files);
  return saveStatements(call, { statements, files, newId });
}

async function readFirst(parts: AsyncGenerator<IncomingPart>, limit: number): Promise<unknown> {
  const { value: first, done } = await parts.next();
  if (!done && mediaTypeOf(first.headers.get('content-type') ?? '').type === 'application/json') {
    return parseJson(await readBytes(first.content, limit));
  }
  throw new XapiError(400, {
    message: 'The first part holds the statements.',
    expected: 'Content-Type: application/json',
    requirement: 'xAPI 1.0.3 part 3, 1.5.2',
  });
}

async function checkSignatures(
  { version, limits: { bodyBytes } }: Call,
  statements: readonly Statement[],
  files: Files,
): Promise<void> {
  for (const [index, statement] of statements.entries()) {
    for (const attachment of statement.attachments?.filter(isSignature) ?? []) {
      const file = files.get(attachment.sha2.toLowerCase());
      if (!file) continue;
      if (file.size > bodyBytes) throw tooLarge(`A signature may have ${bodyBytes} bytes at most.`);
      const jws = await readFile(file.path, 'utf8');
      inStatement(index, () => checkSignature(statement, jws, version));
    }
  }
}

/** Adds to what is wrong in which statement of the batch it is. */
function inStatement(index: number, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof XapiError)) throw error;
    throw new XapiError(error.status, { ...error.complaint, statement: index }, error.headers);
  }
}
