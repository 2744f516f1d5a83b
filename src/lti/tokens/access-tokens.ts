import type { Outbound } from '../../platform/outbound/outbound.ts';
import { OutboundError } from '../../platform/outbound/outbound-error.ts';
import type { ToolKeys } from '../keys/tool-keys.ts';
import { answerError } from './answer-error.ts';
import { signAssertion, type TokenTarget } from './client-assertion.ts';
import { ServiceError } from './service-error.ts';
import { type AccessToken, readTokenAnswer } from './token-answer.ts';

const MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 10_000;
/** A token is renewed so long before its end, or at half of a short life. */
const MARGIN_MS = 60_000;
const CACHE_SIZE = 10_000;

/** What a request for a token was answered; for the inspector. */
export interface TokenCall {
  target: TokenTarget;
  status: number | undefined;
  ms: number;
  error: string | undefined;
}

export interface AccessTokens {
  /**
   * A token for all of the scopes, from memory while it lasts.
   * @throws ServiceError
   */
  get(target: TokenTarget, scopes: readonly string[]): Promise<string>;
  /** Another one than what a service has just refused. @throws ServiceError */
  renew(target: TokenTarget, scopes: readonly string[], refused: string): Promise<string>;
}

interface AccessTokensDeps {
  outbound: Outbound;
  toolKeys: Pick<ToolKeys, 'signer'>;
  /** Sent as User-Agent, without which Canvas refuses. */
  userAgent: string;
  onCall?: (call: TokenCall) => void;
  now?: () => number;
}

interface Kept {
  asked: Promise<AccessToken>;
  token: string | undefined;
  until: number;
}

/** Access tokens of platforms by client credentials (Security 1.0 4.1). */
export function createAccessTokens(deps: AccessTokensDeps): AccessTokens {
  const { now = Date.now } = deps;
  const cache = new Map<string, Kept>();

  function ask(key: string, target: TokenTarget, scopes: readonly string[]): Kept {
    const asked = request({ ...deps, now }, target, scopes);
    const kept: Kept = { asked, token: undefined, until: Number.POSITIVE_INFINITY };
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(key, kept);
    asked.then(
      ({ token, expiresAt }) => {
        kept.token = token;
        const life = expiresAt - now();
        kept.until = expiresAt - Math.min(MARGIN_MS, life / 2);
      },
      () => {
        if (cache.get(key) === kept) cache.delete(key);
      },
    );
    return kept;
  }

  return {
    async get(target, scopes) {
      const key = keyOf(target, scopes);
      const known = cache.get(key);
      const kept = known && known.until > now() ? known : ask(key, target, scopes);
      return (await kept.asked).token;
    },
    async renew(target, scopes, refused) {
      const key = keyOf(target, scopes);
      const known = cache.get(key);
      // Of many calls that were refused at once, the first one asks.
      const isOther = known && known.token !== refused && known.until > now();
      return (await (isOther ? known : ask(key, target, scopes)).asked).token;
    },
  };
}

/** A change of the registration makes the tokens before it useless. */
function keyOf({ platform, deploymentId }: TokenTarget, scopes: readonly string[]): string {
  const { id, version } = platform.registration;
  return JSON.stringify([id, version, deploymentId, ...scopes.toSorted()]);
}

type RequestDeps = AccessTokensDeps & { now: () => number };

async function request(
  deps: RequestDeps,
  target: TokenTarget,
  scopes: readonly string[],
): Promise<AccessToken> {
  const started = performance.now();
  const tell = (status: number | undefined, error?: unknown) =>
    deps.onCall?.({
      target,
      status,
      ms: Math.round(performance.now() - started),
      error: error instanceof Error ? error.message : undefined,
    });
  try {
    const { answer, status } = await send(deps, target, scopes);
    tell(status);
    return answer;
  } catch (error) {
    tell(error instanceof ServiceError ? error.status : undefined, error);
    throw error;
  }
}

async function send(
  { outbound, toolKeys, userAgent, now }: RequestDeps,
  target: TokenTarget,
  scopes: readonly string[],
): Promise<{ answer: AccessToken; status: number }> {
  const { registration, profile } = target.platform;
  const signer = await toolKeys.signer(registration);
  const assertion = await signAssertion({ target, signer, now: now() });
  const { status, headers, text } = await post(outbound, registration.tokenEndpoint, {
    userAgent,
    form: {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: scopes.join(' '),
    },
  });
  if (status !== 200 && status !== 201) {
    throw answerError({
      ...{ what: 'The token endpoint', status, headers, text, profile },
      now: now(),
    });
  }
  return { answer: readTokenAnswer(text, now()), status };
}

async function post(
  outbound: Outbound,
  url: string,
  { form, userAgent }: { form: Record<string, string>; userAgent: string },
): Promise<{ status: number; headers: Headers; text: string }> {
  try {
    const answer = await outbound.fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
        'User-Agent': userAgent,
      },
      body: new URLSearchParams(form).toString(),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new ServiceError(
      error.code === 'too_large' || error.code === 'redirect' ? 'malformed' : 'unavailable',
      `The token endpoint: ${error.message}`,
      { cause: error },
    );
  }
}
