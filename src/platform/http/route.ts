import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import type { Log } from '../log/log.ts';
import type { Caller } from '../tenancy/caller.ts';
import type { Scope } from '../tenancy/scopes.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Who may call: holders of the scope and, where named, the person whose id the parameter holds. */
export interface Access {
  scope: Scope;
  /** Name of the path parameter that is a person's id: that person may call without the scope. */
  own?: string;
}

export interface Answer {
  status: number;
  /** Sent as JSON, or as it is when it is a stream. */
  body?: unknown;
  /** Version of the resource; sent as ETag. */
  version?: number | string;
  headers?: Record<string, string>;
}

export interface Call<P, Q, B> {
  caller: Caller;
  params: P;
  query: Q;
  body: B;
  /** Version from If-Match, when sent. */
  ifMatch: string | undefined;
  header(name: string): string;
  /** For bodies that are streamed; JSON bodies are in `body`. */
  request: IncomingMessage;
  requestId: string;
  log: Log;
}

type Shape<S extends TSchema | undefined> = S extends TSchema ? Static<S> : undefined;

export interface RouteDefinition<
  P extends TSchema | undefined,
  Q extends TSchema | undefined,
  B extends TSchema | undefined,
> {
  method: Method;
  /** With `{name}` parameters, as OpenAPI writes them. */
  path: string;
  id: string;
  tag: string;
  summary: string;
  description?: string;
  access: Access;
  params?: P;
  query?: Q;
  body?: B;
  /** Documentation of a body that the handler streams itself. */
  stream?: { contentType: string; schema: TSchema };
  /** Schema of each answer's body; null for none, a media type for a file. */
  answers: Record<number, TSchema | null | { file: string }>;
  handle(call: Call<Shape<P>, Shape<Q>, Shape<B>>): Promise<Answer>;
}

/** A route with its types erased, as the mount and the OpenAPI document use it. */
export interface Route extends Omit<RouteDefinition<TSchema, TSchema, TSchema>, 'handle'> {
  handle(call: Call<unknown, unknown, unknown>): Promise<Answer>;
}

/** Declares a route: one schema validates, types and documents. */
export function route<
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(definition: RouteDefinition<P, Q, B>): Route {
  // Sound because the mount validates each part with the same schema before it calls `handle`.
  return definition as unknown as Route;
}

export function isReadable(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body;
}
