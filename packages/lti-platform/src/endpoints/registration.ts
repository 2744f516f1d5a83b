import type { Context } from '../context.ts';
import { type Answer, json, Refusal } from '../http/answer.ts';
import { type Exchange, typeOf } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import type { Invitations } from '../invitations.ts';
import { configurationOf, mediaType } from '../names.ts';
import { registrationRules as rules } from '../rules/rules.ts';
import type { Tool } from '../tools.ts';
import type { Rule } from '../violations.ts';
import { parse } from './line-item-body.ts';

/** Dynamic Registration 1.0 3.5. */
export function registrationRoute(context: Context, invitations: Invitations): Route {
  return {
    name: 'registration',
    methods: ['POST'],
    path: '/registration',
    handle: (exchange) => register(context, exchange, invitations),
  };
}

function register(context: Context, exchange: Exchange, invitations: Invitations): Answer {
  const { violations, tools } = context;
  const refuse = (rule: Rule, detail: string, status = 400): Refusal => {
    violations.record(rule, detail);
    return new Refusal(status, detail);
  };
  const [, token] = /^Bearer (\S+)$/i.exec(exchange.headers.authorization ?? '') ?? [];
  if (!invitations.take(token)) throw refuse(rules.token, token ?? 'no token', 401);
  if (typeOf(exchange) !== mediaType.json) throw refuse(rules.type, typeOf(exchange), 415);
  const body = parse(exchange.body);
  if (!body) throw refuse(rules.body, 'no JSON object');
  const broken = brokenRules(body);
  for (const [rule, detail] of broken) violations.record(rule, detail);
  if (broken.length > 0) throw new Refusal(400, 'invalid_client_metadata');
  invitations.received.push(body);
  const tool = tools.add(asTool(body));
  return json(
    {
      ...body,
      client_id: tool.clientId,
      scope: tool.scopes.join(' '),
      [configurationOf.tool]: {
        ...record(body[configurationOf.tool]),
        deployment_id: tool.deploymentIds[0],
      },
    },
    { status: 201 },
  );
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const isUrl = (value: unknown) => typeof value === 'string' && URL.canParse(value);

function brokenRules(body: Record<string, unknown>): [Rule, string][] {
  const tool = record(body[configurationOf.tool]);
  const redirects = texts(body.redirect_uris);
  const grants = texts(body.grant_types);
  const target = tool.target_link_uri;
  const checks: [Rule, boolean, string][] = [
    [rules.body, body.application_type === 'web', 'application_type'],
    [rules.body, texts(body.response_types).includes('id_token'), 'response_types'],
    [
      rules.body,
      grants.includes('implicit') && grants.includes('client_credentials'),
      'grant_types',
    ],
    [rules.body, isUrl(body.initiate_login_uri), 'initiate_login_uri'],
    [rules.body, redirects.length > 0 && redirects.every(isUrl), 'redirect_uris'],
    [rules.body, typeof body.client_name === 'string' && body.client_name !== '', 'client_name'],
    [rules.body, isUrl(body.jwks_uri), 'jwks_uri'],
    [
      rules.body,
      body.token_endpoint_auth_method === 'private_key_jwt',
      'token_endpoint_auth_method',
    ],
    [rules.body, typeof body.scope === 'string', 'scope'],
    [rules.configuration, isUrl(target), 'target_link_uri'],
    [rules.configuration, Array.isArray(tool.messages), 'messages'],
    [rules.configuration, Array.isArray(tool.claims), 'claims'],
    [rules.domain, isUrl(target) && isDomainOf(tool.domain, String(target)), 'domain'],
  ];
  return checks.flatMap(([rule, holds, name]) => (holds ? [] : [[rule, name]]));
}

/** Tools on a port of their own name it or not; both are seen. */
function isDomainOf(domain: unknown, target: string): boolean {
  const { host, hostname } = new URL(target);
  return domain === host || domain === hostname;
}

function asTool(body: Record<string, unknown>): Omit<Tool, 'clientId' | 'deploymentIds'> {
  const tool = record(body[configurationOf.tool]);
  const targetLinkUri = String(tool.target_link_uri);
  const messages = Array.isArray(tool.messages) ? tool.messages.map(record) : [];
  const picker = messages.find(({ type }) => type === 'LtiDeepLinkingRequest');
  return {
    name: String(body.client_name),
    loginUrl: String(body.initiate_login_uri),
    redirectUris: texts(body.redirect_uris),
    jwksUrl: String(body.jwks_uri),
    targetLinkUri,
    deepLinkUri:
      typeof picker?.target_link_uri === 'string' ? picker.target_link_uri : targetLinkUri,
    scopes: String(body.scope).split(' ').filter(Boolean),
  };
}
