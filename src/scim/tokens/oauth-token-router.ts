import { Router } from '@koa/router';
import type { Context, Next } from 'koa';
import type { Database } from '../../platform/database/database.ts';
import { isDatabaseUnavailable, RETRY_AFTER_S } from '../../platform/database/unavailable.ts';
import { readForm } from '../../platform/http/body.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { RateVerdict } from '../../platform/rate-limit/limiter.ts';
import { clientCredentials } from './client-credentials.ts';
import { fetchToken, findClient } from './fetch-token.ts';
import { TokenError } from './token-error.ts';

export interface OauthTokenDeps {
  database: Database;
  pepper: Uint8Array;
  limiter: { check(kind: 'scim' | 'address', key: string): Promise<RateVerdict> };
}

const PATH = '/scim/v2/oauth/token';

/** The token endpoint (RFC 6749 3.2) for clients that rather fetch tokens than keep one. */
export function oauthTokenRouter({ database, pepper, limiter }: OauthTokenDeps): Router {
  return new Router().post(PATH, tokenErrors, async (ctx) => {
    ctx.state.route = PATH;
    const form = await readForm(ctx.req);
    if (form.get('grant_type') !== 'client_credentials') {
      throw new TokenError('unsupported_grant_type', 'Send grant_type=client_credentials.');
    }
    const credentials = clientCredentials(ctx.get('Authorization'), form);
    const client = await findClient({ database, pepper }, credentials);
    const verdict = client
      ? await limiter.check('scim', `${client.tenantId}:scim:${client.connectionId}`)
      : await limiter.check('address', ctx.ip);
    ctx.set(verdict.headers);
    if (!verdict.allowed) {
      const message = 'Too many requests. Wait as Retry-After says.';
      throw new TokenError('temporarily_unavailable', message, { status: 429 });
    }
    if (!client) {
      throw new TokenError(
        'invalid_client',
        'There is no such live client, or its secret is another.',
        {
          status: 401,
          headers: { 'WWW-Authenticate': 'Basic realm="Crosswalk SCIM", charset="UTF-8"' },
        },
      );
    }
    ctx.state.caller = { name: `scim-client:${client.id}`, tenantId: client.tenantId };
    ctx.body = await fetchToken({ database, pepper }, { client, scope: form.get('scope') });
    ctx.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
  });
}

async function tokenErrors(ctx: Context, next: Next): Promise<void> {
  try {
    await next();
  } catch (error) {
    const { code, message, status, headers } = tokenError(error);
    ctx.status = status;
    ctx.set({ ...headers, 'Cache-Control': 'no-store' });
    ctx.body = { error: code, error_description: message };
  }
}

function tokenError(error: unknown): TokenError {
  if (error instanceof TokenError) return error;
  if (error instanceof Problem) {
    return new TokenError('invalid_request', error.message, {
      status: error.status,
    });
  }
  if (!isDatabaseUnavailable(error)) throw error;
  return new TokenError('temporarily_unavailable', 'Try again soon.', {
    status: 503,
    headers: { 'Retry-After': String(RETRY_AFTER_S) },
  });
}
