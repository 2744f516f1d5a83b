import type { Context, Middleware } from 'koa';
import { isDatabaseUnavailable, RETRY_AFTER_S } from '../database/unavailable.ts';
import { Problem } from './problem.ts';
import { problemPage, problemPagePolicy } from './problem-page.ts';

/** Turns what a surface's own errors mean into a Problem; undefined when it does not know them. */
export type Translate = (error: unknown) => Problem | undefined;

/**
 * The first middleware of the REST API: every error becomes a problem document (RFC 9457), or a page
 * where a browser was sent by a link.
 */
export function problems(...translations: Translate[]): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null && !ctx.res.headersSent) {
        throw new Problem(404, 'no_such_route', {
          detail: `There is nothing at ${ctx.method} ${ctx.path}. See /docs.`,
        });
      }
      if (ctx.status === 405 && ctx.body == null) {
        throw new Problem(405, 'method_not_allowed', {
          detail: `${ctx.path} takes ${ctx.response.get('Allow')}.`,
        });
      }
    } catch (error) {
      sendProblem(ctx, asProblem(error, translations, ctx));
    }
  };
}

function asProblem(error: unknown, translations: Translate[], ctx: Context): Problem {
  if (error instanceof Problem) return error;
  for (const translate of translations) {
    const problem = translate(error);
    if (problem) return problem;
  }
  if (isDatabaseUnavailable(error)) {
    ctx.state.log.warn({ err: error }, 'the database cannot be reached');
    return new Problem(503, 'unavailable', {
      detail: 'The database cannot be reached at the moment. Try again soon.',
      headers: { 'Retry-After': String(RETRY_AFTER_S) },
    });
  }
  ctx.state.log.error({ err: error }, 'request failed');
  return new Problem(500, 'internal_error', {
    detail: `Something went wrong on our side. Quote the request id ${ctx.state.requestId} when you report it.`,
  });
}

function sendProblem(ctx: Context, problem: Problem): void {
  ctx.status = problem.status;
  ctx.set(problem.headers);
  ctx.vary('Accept');
  if (ctx.accepts('application/problem+json', 'html') === 'html') {
    ctx.set('Content-Security-Policy', problemPagePolicy);
    ctx.type = 'html';
    ctx.body = problemPage(problem, ctx.state.requestId);
    return;
  }
  ctx.type = 'application/problem+json';
  ctx.body = JSON.stringify(problem.toJSON(ctx.state.requestId));
}
