import type { Context } from '../context.ts';
import { type Answer, json, Refusal } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import { mediaType, scope } from '../names.ts';
import { noticeRules as rules } from '../rules/rules.ts';
import { parse } from './line-item-body.ts';
import { serviceCall } from './service-call.ts';

/** PNS 1.0 3: which URL gets which notices. */
export function noticeHandlersRoute(context: Context): Route {
  return {
    name: 'noticehandlers',
    methods: ['GET', 'PUT'],
    path: '/notice-handlers/:deploymentId',
    handle: (exchange) => handle(context, exchange),
  };
}

function handle(context: Context, exchange: Exchange): Answer {
  const { method, params } = exchange;
  const deploymentId = params.deploymentId ?? '';
  const body = method === 'PUT' ? { body: mediaType.json } : {};
  const tool = serviceCall(context, exchange, { scopes: [scope.noticeHandlers], ...body });
  if (!tool.deploymentIds.includes(deploymentId)) throw new Refusal(404, 'No such deployment');
  if (method === 'PUT') return put(context, exchange, { deploymentId, loginUrl: tool.loginUrl });
  const handlers = [...context.noticeHandlers.of(deploymentId)];
  return json({
    client_id: tool.clientId,
    deployment_id: deploymentId,
    notice_handlers: handlers.map(([notice_type, handler]) => ({ notice_type, handler })),
  });
}

function put(
  context: Context,
  exchange: Exchange,
  { deploymentId, loginUrl }: { deploymentId: string; loginUrl: string },
): Answer {
  const { notice_type: type, handler } = parse(exchange.body) ?? {};
  if (typeof type !== 'string' || typeof handler !== 'string') {
    context.violations.record(rules.body, exchange.body);
    throw new Refusal(400, 'notice_type and handler are needed');
  }
  if (handler !== '' && new URL(handler).host !== new URL(loginUrl).host) {
    context.violations.record(rules.host, handler);
    throw new Refusal(400, 'The handler is not on the host of the tool');
  }
  context.noticeHandlers.set(deploymentId, type, handler);
  return json({ notice_type: type, handler });
}
