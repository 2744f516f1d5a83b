import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import { StatementConflictError, VoidingRefusedError } from '../store.ts';
import { XapiError } from '../xapi-error.ts';

export interface ErrorLog {
  error(details: { err: unknown }, message: string): void;
}

export interface ErrorOptions {
  log?: ErrorLog | undefined;
  /** What errors of the app around the LRS mean; undefined for those that it does not know. */
  translate?: ((error: unknown) => XapiError | undefined) | undefined;
}

/** Answers errors as JSON: `{error, statement, pointer, expected, requirement}`. */
export function renderErrors({ log, translate }: ErrorOptions): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const known = ofStore(error) ?? translate?.(error);
      // Who is gone while sending reads no answer, and that is no fault of ours.
      if (!known && ctx.req.destroyed && !ctx.req.complete) return;
      send(ctx, known ?? unexpected(error, log));
    }
  };
}

function ofStore(error: unknown): XapiError | undefined {
  if (error instanceof XapiError) return error;
  if (error instanceof StatementConflictError) {
    return new XapiError(409, {
      message: error.message,
      statement: error.index,
      pointer: '/id',
      expected: 'an id of its own, or the same statement again',
      requirement: 'XAPI-00142',
    });
  }
  if (error instanceof VoidingRefusedError) {
    return new XapiError(400, {
      message: error.message,
      statement: error.index,
      pointer: '/object/id',
      requirement: 'XAPI-00023',
    });
  }
  return undefined;
}

function unexpected(error: unknown, log: ErrorLog | undefined): XapiError {
  log?.error({ err: error }, 'request to the LRS failed');
  return new XapiError(500, { message: 'Something went wrong on the side of the LRS.' });
}

function send(ctx: Context, { status, complaint, headers }: XapiError): void {
  const { message, ...place } = complaint;
  ctx.status = status;
  ctx.set(headers);
  ctx.set('Content-Type', 'application/json');
  ctx.body = JSON.stringify({ error: message, ...place });
  discardRest(ctx.req);
}

/** Clients that still send hear the answer only if somebody reads what they send. */
function discardRest(request: IncomingMessage): void {
  // Those of a reader that has given up.
  request.removeAllListeners('readable');
  request.resume();
}
