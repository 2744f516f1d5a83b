import cors from '@koa/cors';
import type { Router } from '@koa/router';
import Koa from 'koa';
import compress from 'koa-compress';
import { docsRouter } from './api/docs-page.ts';
import { domainProblem } from './api/domain-problem.ts';
import { apiRoutes } from './api/routes.ts';
import { directoryApiRoutes } from './directory/directory-api.routes.ts';
import { loginRouter } from './directory/login/login-router.ts';
import type { Hub } from './hub.ts';
import { exportRoutes } from './importers/exports/exports.routes.ts';
import { importProblem } from './importers/import-problem.ts';
import { importRoutes } from './importers/imports/imports.routes.ts';
import { ltiApiRoutes } from './lti/lti-api.routes.ts';
import { ltiRouter } from './lti/lti-router.ts';
import { problems } from './platform/http/errors.ts';
import { healthRouter } from './platform/http/health.ts';
import { createInvoke } from './platform/http/invoke.ts';
import { mountRoutes } from './platform/http/mount.ts';
import { requestContext } from './platform/http/request-context.ts';
import { securityHeaders } from './platform/http/security-headers.ts';
import { unreadBody } from './platform/http/unread-body.ts';
import { homeRouter } from './play/home/home-router.ts';
import { playRouter } from './play/play-router.ts';
import { scimApiRoutes } from './scim/scim-api.routes.ts';
import { scimRouter } from './scim/scim-router.ts';
import { registrationRoutes } from './scorm/cmi5/registrations/registrations.routes.ts';
import { courseRoutes } from './scorm/courses/courses.routes.ts';
import { createDispatchTokens } from './scorm/dispatch/dispatch-token.ts';
import { dispatchRoutes } from './scorm/dispatch/dispatches.routes.ts';
import { dispatchRouter } from './scorm/dispatch/launch/launch-router.ts';
import { courseLinkRouter } from './scorm/runtime/course-link-router.ts';
import { courseLaunchRoutes } from './scorm/runtime/launches.routes.ts';
import { ssoApiRoutes } from './sso/sso-api.routes.ts';
import { ssoRouter } from './sso/sso-router.ts';
import { startRouter } from './start/start-router.ts';
import { lrsApiRoutes } from './xapi/lrs-api.routes.ts';
import { lrsRouter } from './xapi/lrs-router.ts';

/** The Koa app: every mounted router, the URL map on one page. */
export function createApp(hub: Hub): Koa {
  const { config, log, metrics } = hub;
  const app = new Koa({ proxy: config.TRUST_PROXY > 0, maxIpsCount: config.TRUST_PROXY });
  app.on('error', (error) => log.error({ err: error }, 'answer failed'));

  app.use(requestContext({ log, meter: metrics, tracing: hub.tracing }));
  app.use(unreadBody());
  app.use(securityHeaders({ https: config.publicUrl.startsWith('https:') }));
  app.use(compress({ threshold: 1024 }));
  // Its own CORS and its own shape of errors (xAPI 2.0 4.1).
  app.use(lrsRouter({ ...hub.cmi5.lrs, log }).routes());
  app.use(hub.cmi5.fetchRouter.routes());
  // Pages for teachers and learners, and errors in the shape of the platforms' own specifications.
  app.use(ltiRouter(hub).routes());
  // Errors in the shape of RFC 7644.
  app.use(scimRouter(hub).routes());
  app.use(
    cors({
      origin: (ctx) => allowedOrigin(ctx.get('Origin'), config.CORS_ORIGINS),
      exposeHeaders: [
        'ETag',
        'Location',
        'RateLimit',
        'RateLimit-Policy',
        'Retry-After',
        'X-Request-Id',
        'traceparent',
        'Idempotent-Replayed',
      ],
      maxAge: 600,
      keepHeadersOnError: true,
    }),
  );
  app.use(problems(domainProblem, importProblem));

  const dispatch = { ...hub, dispatchTokens: createDispatchTokens(hub) };
  const routes = [
    ...importRoutes(hub),
    ...courseRoutes(hub),
    ...dispatchRoutes(dispatch),
    ...courseLaunchRoutes(hub),
    ...exportRoutes(hub),
    ...lrsApiRoutes(hub),
    ...ltiApiRoutes(hub),
    ...scimApiRoutes(hub),
    ...ssoApiRoutes(hub),
    ...directoryApiRoutes(hub),
    ...registrationRoutes(hub),
    ...apiRoutes(hub),
  ];
  const invoke = createInvoke(routes);
  const routers: Router[] = [
    healthRouter({
      dependencies: hub.dependencies,
      version: hub.version,
      isStopping: hub.isStopping,
      renderMetrics: async () => ({
        contentType: metrics.registry.contentType,
        text: await metrics.render(),
      }),
    }),
    docsRouter({ routes, version: hub.version, url: config.publicUrl }),
    mountRoutes(routes, hub),
    ssoRouter({ ...hub, invoke }),
    // Before the player, which takes any other path for a link.
    homeRouter(hub),
    hub.cmi5.menuRouter,
    courseLinkRouter(hub),
    playRouter(hub),
    dispatchRouter(dispatch),
    loginRouter(hub),
    startRouter({
      ...hub,
      invoke,
      translate: (error) => domainProblem(error) ?? importProblem(error),
    }),
  ];
  for (const router of routers) {
    app.use(router.routes());
    app.use(router.allowedMethods());
  }
  return app;
}

function allowedOrigin(origin: string, allowed: readonly string[]): string {
  if (allowed.includes('*')) return '*';
  return allowed.includes(origin) ? origin : '';
}
