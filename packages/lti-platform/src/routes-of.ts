import type { Context } from './context.ts';
import { authorizeRoute } from './endpoints/authorize.ts';
import { configurationRoute } from './endpoints/configuration.ts';
import { type DeepLinkPages, deepLinkReturnRoute } from './endpoints/deep-link-return.ts';
import { jwksRoute } from './endpoints/jwks.ts';
import { lineItemRoutes } from './endpoints/line-items.ts';
import { membershipsRoute } from './endpoints/memberships.ts';
import { noticeHandlersRoute } from './endpoints/notice-handlers.ts';
import { registrationRoute } from './endpoints/registration.ts';
import { resultsRoute } from './endpoints/results.ts';
import { scoresRoute } from './endpoints/scores.ts';
import { storageRoute } from './endpoints/storage.ts';
import { tokenRoute } from './endpoints/token.ts';
import type { Route } from './http/routes.ts';
import type { Invitations } from './invitations.ts';

interface RouteOptions {
  invitations: Invitations;
  jwksMaxAgeS: number | null;
  deepLinkPages?: DeepLinkPages | undefined;
}

/** All that the platform answers, on one page. */
export function routesOf(context: Context, options: RouteOptions): Route[] {
  return [
    configurationRoute(context),
    registrationRoute(context, options.invitations),
    jwksRoute(context, { maxAgeS: options.jwksMaxAgeS }),
    authorizeRoute(context),
    tokenRoute(context),
    ...lineItemRoutes(context),
    scoresRoute(context),
    resultsRoute(context),
    membershipsRoute(context),
    noticeHandlersRoute(context),
    deepLinkReturnRoute(context, options.deepLinkPages),
    storageRoute(),
  ];
}
