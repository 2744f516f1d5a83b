import type { Readable } from 'node:stream';
import type { LrsCaller, Scope } from '../caller.ts';
import type { AttachmentStore, LrsStore } from '../store.ts';
import type { Version } from '../version.ts';
import type { Limits } from './limits.ts';
import type { LrsRequest } from './request/lrs-request.ts';

/** What every endpoint works with. */
export interface Lrs {
  store: LrsStore;
  attachments: AttachmentStore;
  limits: Limits;
}

/** A request whose sender, version and parameters have been checked. */
export interface Call extends Lrs {
  request: LrsRequest;
  caller: LrsCaller;
  version: Version;
  parameters: ReadonlyMap<string, string>;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** Bytes as they are; `json` is for what has yet to be written as JSON. */
  body?: string | Buffer | Readable;
  json?: unknown;
  /** Until when everything is readable, where the work itself has shown it. */
  consistentThrough?: Date;
}

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

export interface ParameterNames {
  required: readonly string[];
  optional: readonly string[];
}

export interface Endpoint {
  method: Method;
  /** Any of them will do; `all` always does. */
  scopes: readonly Scope[];
  parameters: ParameterNames;
  handle(call: Call): Promise<Answer>;
}

export interface Resource {
  path: string;
  /** Whether its answers carry X-Experience-API-Consistent-Through. */
  consistentThrough: boolean;
  endpoints: readonly Endpoint[];
}
