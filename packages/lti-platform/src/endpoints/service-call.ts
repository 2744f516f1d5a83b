import type { Context } from '../context.ts';
import { Refusal } from '../http/answer.ts';
import { accepts, type Exchange, typeOf } from '../http/exchange.ts';
import { serviceRules as rules } from '../rules/rules.ts';
import type { Tool } from '../tools.ts';

interface Demands {
  /** One of them. */
  scopes: readonly string[];
  /** What the answer will be. */
  answers?: string;
  /** What the body has to be. */
  body?: string;
}

/** Clients that say nothing of who calls. */
const anonymousAgents = /^(node|undici|got|axios|node-fetch)?$/i;

/** The tool that calls; refuses who may not, and records what breaks the services' rules. */
export function serviceCall(context: Context, exchange: Exchange, demands: Demands): Tool {
  const { violations, profile } = context;
  const agent = exchange.headers['user-agent'] ?? '';
  if (profile.needsUserAgent && anonymousAgents.test(agent)) {
    violations.record(rules.userAgent, `User-Agent is "${agent}"`);
    throw new Refusal(403, 'User-Agent required');
  }
  const tool = authorised(context, exchange, demands.scopes);
  if (demands.answers && !asksFor(exchange, demands.answers)) {
    violations.record(rules.accept, `${exchange.url.pathname}: ${exchange.headers.accept}`);
    throw new Refusal(406, 'Not acceptable');
  }
  if (demands.body && typeOf(exchange) !== demands.body) {
    violations.record(rules.contentType, `${exchange.url.pathname}: ${typeOf(exchange)}`);
    throw new Refusal(415, 'Unsupported media type');
  }
  return tool;
}

/** Tools name the type: a range leaves it to the platform which version it sends. */
const asksFor = (exchange: Exchange, type: string) =>
  accepts(exchange, type) && (exchange.headers.accept ?? '').includes(type);

function authorised(context: Context, { headers }: Exchange, scopes: readonly string[]): Tool {
  const { violations, tokens, tools } = context;
  const [, bearer] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (!bearer) {
    violations.record(rules.bearer, headers.authorization ?? 'no Authorization');
    throw unauthorized('Authorization required');
  }
  const grant = tokens.find(bearer);
  const tool = tools.get(grant?.clientId ?? '');
  if (!grant || !tool) {
    violations.record(rules.unknownToken, bearer);
    throw unauthorized('Unknown token');
  }
  // Nobody can know that a token was taken back.
  if (!grant.isValid) throw unauthorized('Token expired');
  if (!scopes.some((scope) => grant.scopes.includes(scope))) {
    violations.record(rules.scope, `needs ${scopes.join(' or ')}`);
    throw new Refusal(403, 'Insufficient scope');
  }
  return tool;
}

const unauthorized = (detail: string) =>
  new Refusal(401, detail, { 'WWW-Authenticate': 'Bearer error="invalid_token"' });
