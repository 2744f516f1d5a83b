import type { Database } from '../platform/database/database.ts';
import { analyticsRoutes } from './analytics/analytics.routes.ts';
import { credentialRoutes } from './credentials/credentials.routes.ts';
import { issuerRoutes } from './credentials/issuers.routes.ts';
import { erasureRoutes } from './erasure/erasures.routes.ts';
import { deadLetterRoutes } from './forwarding/dead-letters.routes.ts';
import { type ForwardRoutesDeps, forwardRoutes } from './forwarding/forwards.routes.ts';
import { legalHoldRoutes } from './holds/legal-holds.routes.ts';
import { pullRoutes } from './pulling/pulls.routes.ts';
import { retentionRoutes } from './retention/retention.routes.ts';
import { type StreamRoutesDeps, streamRoutes } from './stream/stream.routes.ts';
import { statementExportRoutes } from './transfer/export.routes.ts';
import { type ImportRoutesDeps, statementImportRoutes } from './transfer/imports.routes.ts';

interface LrsApiDeps extends ForwardRoutesDeps, StreamRoutesDeps, ImportRoutesDeps {
  database: Database;
  pepper: Uint8Array;
  config: { publicUrl: string };
  lrsCallers: { forget(): void };
}

/** What administrators do with the LRS through `/v1`. */
export function lrsApiRoutes(deps: LrsApiDeps) {
  return [
    ...credentialRoutes(deps),
    ...issuerRoutes(deps),
    ...forwardRoutes(deps),
    ...deadLetterRoutes(deps),
    ...pullRoutes(deps),
    ...streamRoutes(deps),
    ...statementExportRoutes(deps),
    ...statementImportRoutes(deps),
    ...analyticsRoutes(deps),
    ...erasureRoutes(deps),
    ...legalHoldRoutes(deps),
    ...retentionRoutes(deps),
  ];
}
