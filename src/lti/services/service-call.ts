import type { Outbound } from '../../platform/outbound/outbound.ts';
import { OutboundError } from '../../platform/outbound/outbound-error.ts';
import type { AccessTokens } from '../tokens/access-tokens.ts';
import { answerError } from '../tokens/answer-error.ts';
import type { TokenTarget } from '../tokens/client-assertion.ts';
import { ServiceError } from '../tokens/service-error.ts';
import type { TokenCalls } from '../tokens/token-calls.ts';

const MAX_BYTES = 5 * 2 ** 20;

export interface ServiceRequest {
  target: TokenTarget;
  service: 'line-items' | 'scores' | 'results' | 'roster' | 'notices';
  scopes: readonly string[];
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  /** Media type of the answer. */
  accept?: string;
  /** Sent as JSON. */
  body?: { type: string; value: unknown };
  signal?: AbortSignal;
}

export interface ServiceAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** What one request was answered; for the inspector. */
export interface ServiceCall {
  service: ServiceRequest['service'] | 'token';
  method: string;
  /** Without its query, which may name people. */
  url: string;
  status: number | null;
  ms: number;
  error: string | null;
  at: Date;
}

export interface CalledService {
  answer: ServiceAnswer | undefined;
  /** Why there is no answer to work with. */
  error: ServiceError | undefined;
  /** Each request that was made, of which a refused token takes two. */
  calls: ServiceCall[];
}

export interface ServiceCalls {
  /** Never throws because of the platform: what went wrong comes with the calls that were made. */
  call(request: ServiceRequest): Promise<CalledService>;
}

interface ServiceCallsDeps {
  outbound: Outbound;
  tokens: AccessTokens;
  tokenCalls: Pick<TokenCalls, 'take'>;
  /** Canvas refuses calls without one. */
  userAgent: string;
  timeoutMs: number;
  now?: () => number;
}

/** Calls to services of platforms with an access token (Security 1.0 4.1). */
export function createServiceCalls(deps: ServiceCallsDeps): ServiceCalls {
  const { tokens, now = Date.now } = deps;

  async function attempt(request: ServiceRequest, token: string, calls: ServiceCall[]) {
    const at = now();
    const started = performance.now();
    const { origin, pathname } = new URL(request.url);
    const call: ServiceCall = {
      ...{ service: request.service, method: request.method, url: origin + pathname },
      ...{ status: null, ms: 0, error: null, at: new Date(at) },
    };
    calls.push(call);
    try {
      const answer = await send(deps, request, token);
      call.status = answer.status;
      if (answer.status >= 200 && answer.status < 300) return answer;
      const { profile } = request.target.platform;
      throw answerError({ what: `The service "${request.service}"`, ...answer, profile, now: at });
    } catch (error) {
      call.error = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      call.ms = Math.round(performance.now() - started);
    }
  }

  /** A token that is refused says nothing about the call: an admin can still mend the registration. */
  async function tokenFor(target: TokenTarget, token: Promise<string>, calls: ServiceCall[]) {
    try {
      return await token;
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'refused') throw error;
      const { message, status, retryAfterMs } = error;
      throw new ServiceError('unauthorized', message, { status, retryAfterMs, cause: error });
    } finally {
      const at = new Date(now());
      const { origin, pathname } = new URL(target.platform.registration.tokenEndpoint);
      for (const { status = null, ms, error = null } of deps.tokenCalls.take(target)) {
        const call = { service: 'token' as const, method: 'POST', url: origin + pathname };
        calls.push({ ...call, status, ms, error, at });
      }
    }
  }

  async function authorized(request: ServiceRequest, calls: ServiceCall[]): Promise<ServiceAnswer> {
    const { target, scopes } = request;
    if (!URL.canParse(request.url)) throw new ServiceError('malformed', 'The URL cannot be read');
    const token = await tokenFor(target, tokens.get(target, scopes), calls);
    try {
      return await attempt(request, token, calls);
    } catch (error) {
      if (!(error instanceof ServiceError && error.code === 'unauthorized')) throw error;
      // Revoked, or forgotten by a platform that was restarted.
      const renewed = await tokenFor(target, tokens.renew(target, scopes, token), calls);
      return attempt(request, renewed, calls);
    }
  }

  return {
    async call(request) {
      const calls: ServiceCall[] = [];
      try {
        return { answer: await authorized(request, calls), error: undefined, calls };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return { answer: undefined, error, calls };
      }
    },
  };
}

async function send(
  { outbound, userAgent, timeoutMs }: ServiceCallsDeps,
  { method, url, accept, body, signal }: ServiceRequest,
  token: string,
): Promise<ServiceAnswer> {
  try {
    const answer = await outbound.fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        'User-Agent': userAgent,
        ...(accept && { Accept: accept }),
        ...(body && { 'Content-Type': body.type }),
      },
      ...(body && { body: JSON.stringify(body.value) }),
      ...(signal && { signal }),
      timeoutMs,
      maxBytes: MAX_BYTES,
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    const isWrong = error.code === 'too_large' || error.code === 'redirect';
    throw new ServiceError(isWrong ? 'malformed' : 'unavailable', error.message, { cause: error });
  }
}

/** @throws ServiceError `malformed` for what is no JSON */
export function jsonOf({ text, status }: ServiceAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ServiceError('malformed', 'The answer is not JSON', { status, cause });
  }
}
