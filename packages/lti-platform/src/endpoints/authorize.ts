import { secondsOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { type Answer, formPost, html } from '../http/answer.ts';
import { type Exchange, parametersOf } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import type { Launch } from '../launch/launches.ts';
import { messageClaims } from '../launch/message-claims.ts';
import { mutated, signMutated } from '../launch/token-mutation.ts';
import { authorizeRules as rules } from '../rules/rules.ts';
import type { Rule } from '../violations.ts';

/** Security 1.0 5.1.1.2 and 5.1.1.3. */
export function authorizeRoute(context: Context): Route {
  const used = { state: new Set<string>(), nonce: new Set<string>() };
  return {
    name: 'authorize',
    methods: ['GET', 'POST'],
    path: '/authorize',
    handle: (exchange) => authorize(context, exchange, used),
  };
}

interface Used {
  state: Set<string>;
  nonce: Set<string>;
}

async function authorize(context: Context, exchange: Exchange, used: Used): Promise<Answer> {
  const query = parametersOf(exchange);
  const launch = context.launches.find(query.get('login_hint') ?? '');
  const tool = context.tools.get(query.get('client_id') ?? '');
  const redirectUri = query.get('redirect_uri') ?? '';
  // RFC 6749 4.1.2.1: an unknown client or address is never sent anything.
  if (!tool?.redirectUris.includes(redirectUri)) {
    const rule = tool ? rules.redirectUri : rules.client;
    context.violations.record(rule, `${query.get('client_id')} ${redirectUri}`);
    return html('<h1>Invalid request</h1>', 400);
  }
  const state = query.get('state') ?? '';
  const refuse = (error: string) => formPost(redirectUri, { error, state });
  const broken = brokenRules(query, launch, used);
  for (const [rule, detail] of broken) context.violations.record(rule, detail);
  if (broken.length > 0 || !launch || launch.request.clientId !== tool.clientId) {
    return refuse('invalid_request');
  }
  // A hint stands for one click.
  if (launch.sent) return refuse('login_required');
  if (launch.request.error !== undefined) return refuse(launch.request.error);
  const nonce = query.get('nonce') ?? '';
  used.nonce.add(nonce);
  used.state.add(state);
  const idToken = await idTokenOf(context, launch, nonce);
  launch.sent = { idToken, state, nonce, redirectUri };
  const storage = launch.parameters.lti_storage_target;
  return formPost(redirectUri, {
    id_token: idToken,
    state,
    ...(storage !== undefined && { lti_storage_target: storage }),
  });
}

function brokenRules(
  query: URLSearchParams,
  launch: Launch | undefined,
  used: Used,
): [Rule, string][] {
  const value = (name: string) => query.get(name) ?? '';
  const scopes = value('scope').split(' ');
  const checks: [Rule, boolean, string][] = [
    [rules.scope, scopes.includes('openid'), value('scope')],
    [rules.responseType, value('response_type') === 'id_token', value('response_type')],
    [rules.responseMode, value('response_mode') === 'form_post', value('response_mode')],
    [rules.prompt, value('prompt') === 'none', value('prompt')],
    [rules.loginHint, launch !== undefined, value('login_hint')],
    [rules.messageHint, hintIsSame(query, launch), value('lti_message_hint')],
    [rules.state, value('state') !== '', 'no state'],
    [rules.stateReuse, !used.state.has(value('state')), value('state')],
    [rules.nonce, value('nonce') !== '', 'no nonce'],
    [rules.nonceReuse, !used.nonce.has(value('nonce')), value('nonce')],
  ];
  return checks.flatMap(([rule, holds, detail]) => (holds ? [] : [[rule, detail]]));
}

const hintIsSame = (query: URLSearchParams, launch: Launch | undefined) =>
  !launch || query.get('lti_message_hint') === launch.messageHint;

async function idTokenOf(context: Context, launch: Launch, nonce: string): Promise<string> {
  const { mutate = {} } = launch.request;
  if (mutate.raw !== undefined) return mutate.raw;
  const { keys, clock } = context;
  const header = { typ: 'JWT', alg: 'RS256', kid: keys.current.kid };
  const unsigned = mutated(
    { header, claims: messageClaims(context, launch, nonce) },
    { mutation: mutate, nowS: secondsOf(clock) },
  );
  return signMutated(unsigned, { keys, signature: mutate.signature });
}
