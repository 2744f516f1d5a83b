import type { Context } from '../context.ts';
import { json } from '../http/answer.ts';
import type { Route } from '../http/routes.ts';
import { mediaType, scope } from '../names.ts';
import { findLineItem } from './line-items.ts';
import { pageOf } from './paging.ts';
import { serviceCall } from './service-call.ts';

/** AGS 2.0 3.5. */
export function resultsRoute(context: Context): Route {
  return {
    name: 'results',
    methods: ['GET'],
    path: '/courses/:courseId/lineitems/:id/results',
    handle: (exchange) => {
      const answers = mediaType.results;
      const tool = serviceCall(context, exchange, { scopes: [scope.result], answers });
      const item = findLineItem(context, exchange, tool);
      const url = context.urls.lineItem(item.courseId, item.id);
      const { searchParams: query } = exchange.url;
      const wanted = query.get('user_id');
      const results = context.gradebook
        .results(item.id)
        .filter(({ userId }) => wanted === null || userId === wanted)
        .map((result) => ({ id: `${url}/results/${result.userId}`, scoreOf: url, ...result }));
      const perPage = Number(query.get('limit') ?? 100);
      const page = pageOf(results, exchange.url, { perPage, style: 'rfc8288' });
      return json(page.items, { type: answers, headers: page.headers });
    },
  };
}
