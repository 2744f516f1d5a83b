import { decodeJwt, type JWTPayload } from 'jose';
import { secondsOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { type Answer, json } from '../http/answer.ts';
import { type Exchange, typeOf } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import { mediaType } from '../names.ts';
import { audiencesOf } from '../profiles.ts';
import { tokenRules as rules } from '../rules/rules.ts';
import type { Tool } from '../tools.ts';
import type { Rule } from '../violations.ts';

const BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SKEW_S = 60;
/** Longer lives are refused by no platform, and asked for by no good tool. */
const LONGEST_LIFE_S = 3600;

/** Security 1.0 4.1: client credentials with a JWT that the tool signed. */
export function tokenRoute(context: Context): Route {
  const usedIds = new Set<string>();
  return {
    name: 'token',
    methods: ['POST'],
    path: '/token',
    handle: (exchange) => token(context, exchange, usedIds),
  };
}

async function token(context: Context, exchange: Exchange, usedIds: Set<string>): Promise<Answer> {
  const { profile, violations, tools, tokens } = context;
  const form = new URLSearchParams(exchange.body);
  const claims = claimsOf(form.get('client_assertion') ?? '');
  const tool = tools.get(String(claims?.sub ?? ''));
  if (!tool || !claims) {
    violations.record(rules.subject, `client ${claims?.sub}`);
    return refuse(401, 'invalid_client');
  }
  if (Array.isArray(claims.aud) && profile.audienceArrayStatus !== null) {
    violations.record(rules.audience, 'an array');
    return refuse(profile.audienceArrayStatus, 'server_error');
  }
  const broken = [
    ...requestRules(form, typeOf(exchange), tool),
    ...claimRules(claims, { context, tool, usedIds }),
    ...(await signatureRules(context, tool, form.get('client_assertion') ?? '')),
  ];
  for (const [rule, detail] of broken) violations.record(rule, detail);
  usedIds.add(String(claims.jti));
  if (!claims['https://purl.imsglobal.org/spec/lti/claim/deployment_id']) {
    violations.record(rules.deployment, 'no deployment_id in the assertion');
  }
  const failed = broken.find(([rule]) => rule.level === 'MUST');
  if (failed) return refuse(400, failed[0] === rules.scope ? 'invalid_scope' : 'invalid_client');
  const scopes = scopesOf(form).filter((name) => tool.scopes.includes(name));
  return json(
    {
      access_token: tokens.issue({ clientId: tool.clientId, scopes }),
      token_type: 'bearer',
      expires_in: profile.tokenLifeS,
      scope: scopes.join(' '),
    },
    { headers: { 'Cache-Control': 'no-store' } },
  );
}

const scopesOf = (form: URLSearchParams) => (form.get('scope') ?? '').split(' ').filter(Boolean);

const refuse = (status: number, error: string) => json({ error }, { status });

function claimsOf(assertion: string): JWTPayload | undefined {
  try {
    return decodeJwt(assertion);
  } catch {
    return undefined;
  }
}

type Broken = [Rule, string][];
const brokenOf = (checks: [Rule, boolean, string][]): Broken =>
  checks.flatMap(([rule, holds, detail]) => (holds ? [] : [[rule, detail]]));

function requestRules(form: URLSearchParams, type: string, tool: Tool): Broken {
  const scopes = scopesOf(form);
  return brokenOf([
    [rules.type, type === mediaType.form, type],
    [rules.grant, form.get('grant_type') === 'client_credentials', String(form.get('grant_type'))],
    [rules.assertionType, form.get('client_assertion_type') === BEARER, 'another assertion type'],
    [rules.scope, scopes.length > 0, 'no scope'],
    [rules.scopeGranted, scopes.every((name) => tool.scopes.includes(name)), scopes.join(' ')],
  ]);
}

function claimRules(
  claims: JWTPayload,
  { context, tool, usedIds }: { context: Context; tool: Tool; usedIds: Set<string> },
): Broken {
  const { profile, issuer, urls, clock } = context;
  const nowS = secondsOf(clock);
  const { iat = 0, exp = 0, jti = '' } = claims;
  const allowed = audiencesOf(profile, { issuer, tokenEndpoint: urls.token });
  const given = [claims.aud].flat();
  return brokenOf([
    [rules.issuer, claims.iss === tool.clientId, String(claims.iss)],
    [rules.audience, given.length === 1 && allowed.includes(given[0] ?? ''), given.join(' ')],
    [rules.times, iat > 0 && iat <= nowS + SKEW_S && exp > nowS - SKEW_S, `${iat} to ${exp}`],
    [rules.lifetime, exp - iat <= LONGEST_LIFE_S, `${exp - iat} s`],
    [rules.jti, jti !== '' && !usedIds.has(jti), jti === '' ? 'no jti' : `${jti} again`],
  ]);
}

async function signatureRules(context: Context, tool: Tool, assertion: string): Promise<Broken> {
  try {
    await context.toolKeys.verify(tool, assertion);
    return [];
  } catch (error) {
    return [[rules.signature, String(error)]];
  }
}
