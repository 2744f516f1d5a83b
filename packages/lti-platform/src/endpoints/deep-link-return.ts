import { decodeProtectedHeader, type JWTPayload } from 'jose';
import type { Context } from '../context.ts';
import { type Answer, html } from '../http/answer.ts';
import { type Exchange, parametersOf } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import type { DeepLinkResponse, DeepLinkSession } from '../launch/deep-link-sessions.ts';
import { claim, message } from '../names.ts';
import { deepLinkRules as rules } from '../rules/rules.ts';
import type { Tool } from '../tools.ts';
import type { Rule } from '../violations.ts';
import { brokenItemRules, itemsOf } from './content-items.ts';

export interface DeepLinkPages {
  /** What the browser sees after a response. */
  after(session: DeepLinkSession, response: DeepLinkResponse): Answer;
}

const plain: DeepLinkPages = {
  after: (_session, { items }) => html(`<h1>${items.length} items</h1>`),
};

const RESPONSE = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

/** Deep Linking 2.0 4.5. */
export function deepLinkReturnRoute(context: Context, pages: DeepLinkPages = plain): Route {
  const usedNonces = new Set<string>();
  return {
    name: 'deeplink',
    methods: ['POST'],
    path: '/deep-links/:session',
    handle: (exchange) => receive(context, exchange, { pages, usedNonces }),
  };
}

async function receive(
  context: Context,
  exchange: Exchange,
  { pages, usedNonces }: { pages: DeepLinkPages; usedNonces: Set<string> },
): Promise<Answer> {
  const refuse = (rule: Rule, detail: string) => {
    context.violations.record(rule, detail);
    return html('<h1>Invalid response</h1>', 400);
  };
  const session = context.deepLinks.find(exchange.params.session ?? '');
  const tool = context.tools.get(session?.clientId ?? '');
  if (!session || !tool) return refuse(rules.session, 'no such session');
  if (session.response) return refuse(rules.session, 'a second response');
  const jwt = parametersOf(exchange).get('JWT');
  if (jwt === null) return refuse(rules.form, 'no JWT');
  const claims = await verified(context, tool, jwt);
  if (claims instanceof Error) return refuse(rules.signature, claims.message);
  const broken = brokenClaims(claims, { context, session, tool, usedNonces });
  const items = itemsOf(claims[claim.contentItems]);
  const all = [...broken, ...(items ? brokenItemRules(items, session) : [])];
  for (const [rule, detail] of all) context.violations.record(rule, detail);
  if (all.length > 0 || !items) return html('<h1>Invalid response</h1>', 400);
  usedNonces.add(String(claims.nonce));
  const said = (name: string) => {
    const text = claims[`${RESPONSE}${name}`];
    return typeof text === 'string' ? text : undefined;
  };
  const [told, error] = [said('msg'), said('errormsg')];
  session.response = {
    items,
    ...(told !== undefined && { message: told }),
    ...(error !== undefined && { errorMessage: error }),
  };
  return pages.after(session, session.response);
}

async function verified(context: Context, tool: Tool, jwt: string): Promise<JWTPayload | Error> {
  try {
    if (!decodeProtectedHeader(jwt).kid) context.violations.record(rules.kid, 'no kid');
    return await context.toolKeys.verify(tool, jwt);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

interface About {
  context: Context;
  session: DeepLinkSession;
  tool: Tool;
  usedNonces: Set<string>;
}

function brokenClaims(
  claims: JWTPayload,
  { context, session, tool, usedNonces }: About,
): [Rule, string][] {
  const { iat, exp, nonce } = claims;
  const text = (name: string) => String(claims[name]);
  const strange = Object.keys(claims).find((name) => name !== name.trim());
  const checks: [Rule, boolean, string][] = [
    [rules.issuer, claims.iss === tool.clientId, String(claims.iss)],
    [rules.audience, [claims.aud].flat().includes(context.issuer), String(claims.aud)],
    [rules.times, iat !== undefined && exp !== undefined && exp > iat, `${iat} to ${exp}`],
    [rules.nonce, typeof nonce === 'string' && !usedNonces.has(nonce), String(nonce)],
    [
      rules.messageType,
      claims[claim.messageType] === message.deepLinkingResponse,
      text(claim.messageType),
    ],
    [rules.version, claims[claim.version] === '1.3.0', text(claim.version)],
    [
      rules.deployment,
      claims[claim.deploymentId] === session.deploymentId,
      text(claim.deploymentId),
    ],
    [rules.data, claims[claim.data] === session.data, text(claim.data)],
    [
      rules.items,
      itemsOf(claims[claim.contentItems]) !== undefined,
      JSON.stringify(claims[claim.contentItems]),
    ],
    [rules.errorClaims, strange === undefined, `"${strange}"`],
  ];
  return checks.flatMap(([rule, holds, detail]) => (holds ? [] : [[rule, detail]]));
}
