import type { Context, Middleware } from 'koa';
import type { LrsCaller } from '../caller.ts';
import type { versions } from '../version.ts';
import { XapiError } from '../xapi-error.ts';
import type { Answer, Endpoint, Lrs, Resource } from './endpoint.ts';
import { isAlternate, readAlternate } from './request/alternate-syntax.ts';
import { authorize } from './request/authorize.ts';
import { checkParameters } from './request/check-parameters.ts';
import { type LrsRequest, plainRequest } from './request/lrs-request.ts';
import { requireVersion, versionOf } from './request/request-version.ts';

export type Authenticate = (ctx: Context) => Promise<LrsCaller>;

/** The steps of every request to a resource, in the order in which their errors win. */
export function serve(lrs: Lrs, resource: Resource, authenticate: Authenticate): Middleware {
  return async (ctx) => {
    if (resource.consistentThrough) tellTime(ctx, new Date());
    const request = isAlternate(ctx)
      ? await readAlternate(ctx, lrs.limits.bodyBytes)
      : plainRequest(ctx);
    const version = versionOf(request.header('x-experience-api-version'));
    if (version) tellVersion(ctx, version);
    const endpoint = findEndpoint(resource, request);
    const caller = await authenticate(ctx);
    if (!version) tellVersion(ctx, caller.defaultVersion);
    const attend = () => attendTo(lrs, endpoint, request, caller);
    const answer = resource.consistentThrough
      ? await consistently(ctx, lrs, caller, endpoint, attend)
      : await attend();
    send(ctx, answer, request);
  };
}

async function attendTo(
  lrs: Lrs,
  { scopes, parameters, handle }: Endpoint,
  request: LrsRequest,
  caller: LrsCaller,
): Promise<Answer> {
  const version = requireVersion(request.header('x-experience-api-version'));
  refuseAlternateOfVersion2(request, version);
  authorize(caller, scopes);
  return handle({
    ...lrs,
    request,
    caller,
    version,
    parameters: checkParameters(request.query, parameters),
  });
}

function refuseAlternateOfVersion2(request: LrsRequest, version: string): void {
  if (!request.alternate || version !== '2.0.0') return;
  throw new XapiError(400, {
    message: 'xAPI 2.0 has no alternate request syntax.',
    expected: 'the method itself',
  });
}

/**
 * What is read holds all that was stored until the time told, so that is asked for first; what is
 * written can be read at the time told, so that is asked for afterwards.
 */
async function consistently(
  ctx: Context,
  { store }: Lrs,
  { tenant }: LrsCaller,
  { method }: Endpoint,
  attend: () => Promise<Answer>,
): Promise<Answer> {
  const tell = async () => tellTime(ctx, await store.consistentThrough(tenant));
  if (method === 'GET') {
    await tell();
    return attend();
  }
  try {
    const answer = await attend();
    if (answer.consistentThrough) tellTime(ctx, answer.consistentThrough);
    else await tell();
    return answer;
  } catch (error) {
    await tell();
    throw error;
  }
}

function findEndpoint({ endpoints, path }: Resource, { method }: LrsRequest): Endpoint {
  const asked = method === 'HEAD' ? 'GET' : method;
  const endpoint = endpoints.find((candidate) => candidate.method === asked);
  if (endpoint) return endpoint;
  const allowed = endpoints.map((known) => known.method).join(', ');
  throw new XapiError(
    405,
    { message: `${path} does not take ${method}.`, expected: allowed },
    { Allow: `${allowed}, HEAD, OPTIONS` },
  );
}

export function send(ctx: Context, answer: Answer, request: LrsRequest): void {
  ctx.status = answer.status;
  ctx.set(answer.headers ?? {});
  if (answer.json !== undefined) {
    ctx.set('Content-Type', 'application/json');
    ctx.body = JSON.stringify(answer.json);
  } else if (answer.body !== undefined) {
    ctx.body = answer.body;
  }
  // Koa leaves out the body of HEAD itself, but a POST that stands for one has to be told.
  if (request.method === 'HEAD' && request.alternate) ctx.body = '';
}

export function tellVersion(ctx: Context, version: (typeof versions)[number]): void {
  ctx.set('X-Experience-API-Version', version);
}

function tellTime(ctx: Context, time: Date): void {
  ctx.set('X-Experience-API-Consistent-Through', time.toISOString());
}
