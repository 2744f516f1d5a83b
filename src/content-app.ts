import Koa from 'koa';
import { domainProblem } from './api/domain-problem.ts';
import type { Hub } from './hub.ts';
import { problems } from './platform/http/errors.ts';
import { requestContext } from './platform/http/request-context.ts';
import { unreadBody } from './platform/http/unread-body.ts';
import { contentPolicy } from './scorm/content/content-policy.ts';
import { filesRouter } from './scorm/content/files-router.ts';
import { runtimeRouter } from './scorm/runtime/runtime-router.ts';

/** What listens on the content origin: imported content and what runs beside it, never the hub's own pages. */
export function createContentApp(hub: Hub): Koa {
  const { config, log, metrics, tracing } = hub;
  const app = new Koa({ proxy: config.TRUST_PROXY > 0, maxIpsCount: config.TRUST_PROXY });
  app.on('error', (error) => log.error({ err: error }, 'answer failed'));
  app.use(requestContext({ log, meter: metrics, tracing }));
  app.use(unreadBody());
  app.use(contentPolicy({ https: config.contentOrigin.startsWith('https:') }));
  app.use(problems(domainProblem));
  for (const router of [filesRouter(hub), runtimeRouter(hub)]) {
    app.use(router.routes());
    app.use(router.allowedMethods());
  }
  return app;
}
