import type { DocumentKey, Expected, StoredDocument } from '../../store.ts';
import { XapiError } from '../../xapi-error.ts';
import type { Call } from '../endpoint.ts';
import { type BlindWrite, checkPreconditions } from './preconditions.ts';

/** Of any number of writers at a time one gets through, so that this many losses in a row mean a fault. */
const ATTEMPTS = 100;

interface Write {
  blind: BlindWrite;
  /** Changes the document when it is as expected; else answers false. */
  write(current: StoredDocument | undefined, expected: Expected): Promise<boolean>;
}

/**
 * Checks and writes as one step: what was checked is what the store expects, and a change in between
 * begins it anew.
 */
export async function changeDocument(
  call: Call,
  key: DocumentKey,
  { blind, write }: Write,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const current = await call.store.findDocument(call.caller.tenant, key);
    checkPreconditions(call, current, blind);
    if (await write(current, current ? { etag: current.etag } : 'nothing')) return;
  }
  throw new XapiError(
    503,
    { message: 'Too many others change this document at the same time.' },
    { 'Retry-After': '1' },
  );
}
