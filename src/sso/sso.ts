import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { Schedule } from '../platform/jobs/schedules/scheduler.ts';
import type { Outbound } from '../platform/outbound/outbound.ts';
import { ssoPruneHandler, ssoPruneSchedule } from './attempts/prune.ts';
import { createSsoConnections, type SsoConnections } from './connections/sso-connections.ts';
import { type ResolveTxt, systemTxt } from './domains/check-domain.ts';
import { createProviders, type Providers } from './oidc/provider.ts';
import { createSpKeys, type SpKeys } from './saml/keys/sp-keys.ts';
import { metadataHandler, metadataSchedule } from './saml/metadata/refresh.ts';

export interface SsoDeps {
  database: Database;
  master: MasterKeys;
  outbound: Outbound;
  /** Default: the system's resolver. */
  resolveTxt?: ResolveTxt;
}

/** What single sign-on is made of. */
export interface Sso {
  connections: SsoConnections;
  spKeys: SpKeys;
  providers: Providers;
  resolveTxt: ResolveTxt;
  handlers: JobHandler[];
  schedules: Schedule[];
}

export function createSso({ database, master, outbound, resolveTxt = systemTxt }: SsoDeps): Sso {
  return {
    connections: createSsoConnections({ database }),
    spKeys: createSpKeys({ database, master }),
    providers: createProviders({ database, master, outbound }),
    resolveTxt,
    handlers: [ssoPruneHandler, metadataHandler({ database, outbound })],
    schedules: [ssoPruneSchedule, metadataSchedule],
  };
}
