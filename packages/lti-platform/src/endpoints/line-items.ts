import type { Context } from '../context.ts';
import type { LineItem } from '../gradebook.ts';
import { type Answer, empty, json, Refusal } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import { mediaType, scope } from '../names.ts';
import { lineItemRules as rules } from '../rules/rules.ts';
import type { Tool } from '../tools.ts';
import { parse, readLineItem } from './line-item-body.ts';
import { pageOf } from './paging.ts';
import { serviceCall } from './service-call.ts';

const readScopes = [scope.lineItem, scope.lineItemRead];

/** AGS 2.0 3.2 and 3.3. */
export function lineItemRoutes(context: Context): Route[] {
  return [
    {
      name: 'lineitems',
      methods: ['GET'],
      path: '/courses/:courseId/lineitems',
      handle: (exchange) => list(context, exchange),
    },
    {
      name: 'lineitems',
      methods: ['POST'],
      path: '/courses/:courseId/lineitems',
      handle: (exchange) => create(context, exchange),
    },
    {
      name: 'lineitem',
      methods: ['GET'],
      path: '/courses/:courseId/lineitems/:id',
      handle: (exchange) => {
        const tool = serviceCall(context, exchange, {
          scopes: readScopes,
          answers: mediaType.lineItem,
        });
        return shown(context, findLineItem(context, exchange, tool));
      },
    },
    {
      name: 'lineitem',
      methods: ['PUT'],
      path: '/courses/:courseId/lineitems/:id',
      handle: (exchange) => replace(context, exchange),
    },
    {
      name: 'lineitem',
      methods: ['DELETE'],
      path: '/courses/:courseId/lineitems/:id',
      handle: (exchange) => {
        const tool = serviceCall(context, exchange, { scopes: [scope.lineItem] });
        context.gradebook.remove(findLineItem(context, exchange, tool).id);
        return empty();
      },
    },
  ];
}

/** The line item of the path; a tool sees its own only. */
export function findLineItem(context: Context, { params }: Exchange, tool: Tool): LineItem {
  const item = context.gradebook.lineItem(params.id ?? '');
  const isOwn = item?.courseId === params.courseId && item?.clientId === tool.clientId;
  if (!item || !isOwn) throw new Refusal(404, 'No such line item');
  return item;
}

function list(context: Context, exchange: Exchange): Answer {
  const answers = mediaType.lineItems;
  const tool = serviceCall(context, exchange, { scopes: readScopes, answers });
  const query = exchange.url.searchParams;
  const filters = [
    ['resource_link_id', 'resourceLinkId'],
    ['resource_id', 'resourceId'],
    ['tag', 'tag'],
  ] as const;
  const items = context.gradebook
    .lineItemsOf(exchange.params.courseId ?? '')
    .filter(({ clientId }) => clientId === tool.clientId)
    .filter((item) =>
      filters.every(([name, member]) => !query.has(name) || item[member] === query.get(name)),
    );
  const page = pageOf(items, exchange.url, {
    perPage: Number(query.get('limit') ?? 100),
    style: context.profile.lineItemLink,
  });
  const body = page.items.map((item) => view(context, item));
  return json(body, { type: answers, headers: page.headers });
}

function create(context: Context, exchange: Exchange): Answer {
  const { violations, gradebook } = context;
  const body = mediaType.lineItem;
  const tool = serviceCall(context, exchange, { scopes: [scope.lineItem], body });
  const courseId = exchange.params.courseId ?? '';
  const course = context.courses.get(courseId);
  if (!course) throw new Refusal(404, 'No such course');
  const given = readLineItem(exchange.body, violations);
  const { resourceLinkId, resourceId, tag } = given;
  if (resourceLinkId !== undefined && !course.links.has(resourceLinkId)) {
    throw new Refusal(404, 'No such resource link');
  }
  const twin = gradebook
    .lineItemsOf(courseId)
    .find(
      (item) =>
        resourceId !== undefined &&
        item.clientId === tool.clientId &&
        item.resourceId === resourceId &&
        item.tag === tag &&
        item.resourceLinkId === resourceLinkId,
    );
  if (twin) violations.record(rules.duplicate, `${resourceId} ${tag} has a line item already`);
  const item = gradebook.addLineItem({ ...given, courseId, clientId: tool.clientId });
  return json(view(context, item), { status: 201, type: mediaType.lineItem });
}

function replace(context: Context, exchange: Exchange): Answer {
  const { violations, gradebook, urls } = context;
  const body = mediaType.lineItem;
  const tool = serviceCall(context, exchange, { scopes: [scope.lineItem], body });
  const item = findLineItem(context, exchange, tool);
  const given = readLineItem(exchange.body, violations);
  const sent = parse(exchange.body);
  const isSame =
    (sent?.id === undefined || sent.id === urls.lineItem(item.courseId, item.id)) &&
    (given.resourceLinkId === undefined || given.resourceLinkId === item.resourceLinkId);
  if (!isSame) violations.record(rules.unchanging, 'id or resourceLinkId changed');
  gradebook.change(item.id, given);
  return shown(context, { ...item, ...given });
}

const shown = (context: Context, item: LineItem): Answer =>
  json(view(context, item), { type: mediaType.lineItem });

function view({ urls }: Context, item: LineItem): Record<string, unknown> {
  const { id, courseId, clientId: _client, extensions, ...members } = item;
  return { id: urls.lineItem(courseId, id), ...members, ...extensions };
}
