import type { Context, Middleware } from 'koa';
import type { ProvisioningChange } from './provisioning-change.ts';
import type { ProvisioningLog } from './provisioning-log.ts';
import { redactPath } from './redact-filter.ts';

const PREFIX = '/scim/v2';
const MOST_IDS = 10;

/**
 * Notes each request of a known connection for the provisioning log, after it was answered. What it
 * was, and what became of it, is left in `ctx.state` by who serves it.
 */
export function logRequests(log: Pick<ProvisioningLog, 'add'>): Middleware {
  return async (ctx, next) => {
    const began = performance.now();
    await next();
    const { scimCaller, scimCall, scimAnswer, requestId } = ctx.state as Served;
    if (!scimCaller) return;
    log.add({
      tenantId: scimCaller.tenantId,
      connectionId: scimCaller.connectionId,
      method: ctx.method,
      path: redactPath(ctx.url.slice(PREFIX.length)) || '/',
      request: scimCall?.body,
      status: ctx.status,
      answer: scimAnswer ? summaryOf(scimAnswer.body) : errorOf(ctx),
      change: scimAnswer?.change,
      requestId,
      ms: performance.now() - began,
    });
  };
}

interface Served {
  scimCaller?: { tenantId: string; connectionId: string };
  scimCall?: { body: unknown };
  scimAnswer?: { body?: object; change?: ProvisioningChange };
  requestId: string;
}

/** Of a list how long it is, and whom it begins with: the resources may be many. */
function summaryOf(body: object | undefined): unknown {
  if (!body || !('Resources' in body) || !Array.isArray(body.Resources)) return body;
  const { Resources, ...rest } = body;
  return { ...rest, Resources: Resources.slice(0, MOST_IDS).map(({ id }) => ({ id })) };
}

/** A refusal is short, and was written by whoever renders errors. */
function errorOf({ body }: Context): unknown {
  return typeof body === 'string' ? JSON.parse(body) : undefined;
}
