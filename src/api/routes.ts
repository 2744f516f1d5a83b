import type { Route } from '../platform/http/route.ts';
import { assignmentRoutes } from './assignments.routes.ts';
import { atomRoutes } from './atoms.routes.ts';
import { auditRoutes } from './audit.routes.ts';
import { conceptRoutes } from './concepts.routes.ts';
import { connectionRuleRoutes } from './connections/connection-rules.routes.ts';
import { departureHoldRoutes } from './connections/departure-holds.routes.ts';
import { deckRoutes } from './decks.routes.ts';
import { groupRoutes } from './groups.routes.ts';
import { jobRoutes } from './jobs.routes.ts';
import { keyRoutes } from './keys.routes.ts';
import { peopleRoutes } from './people.routes.ts';
import { playLinkRoutes } from './play-links.routes.ts';
import { searchRoutes } from './search.routes.ts';
import { settingsRoutes } from './settings.routes.ts';
import { studyRoutes } from './study.routes.ts';

export type ApiDeps = Parameters<typeof studyRoutes>[0] &
  Parameters<typeof playLinkRoutes>[0] &
  Parameters<typeof keyRoutes>[0];

/** Every route of the REST API, in the order of its reference. */
export function apiRoutes(deps: ApiDeps): Route[] {
  return [
    ...deckRoutes(deps),
    ...atomRoutes(deps),
    ...conceptRoutes(deps),
    ...searchRoutes(deps),
    ...peopleRoutes(deps),
    ...groupRoutes(deps),
    ...connectionRuleRoutes(deps),
    ...departureHoldRoutes(deps),
    ...studyRoutes(deps),
    ...assignmentRoutes(deps),
    ...playLinkRoutes(deps),
    ...keyRoutes(deps),
    ...settingsRoutes(deps),
    ...jobRoutes(deps),
    ...auditRoutes(deps),
  ];
}
