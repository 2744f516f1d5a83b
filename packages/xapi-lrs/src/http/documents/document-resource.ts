import type { DocumentKey, DocumentScope } from '../../store.ts';
import type { Call } from '../endpoint.ts';
import type { BlindWrite } from './preconditions.ts';

/** How state, activity profiles and agent profiles differ. */
export interface DocumentResource {
  /** Name of the parameter that names a single document. */
  idParameter: string;
  /** The documents of that agent or activity. */
  scopeOf(call: Call): DocumentScope;
  /** A single document. */
  keyOf(call: Call, id: string): DocumentKey;
  /** What a PUT without If-Match and If-None-Match may do. */
  blindPut: BlindWrite;
}
