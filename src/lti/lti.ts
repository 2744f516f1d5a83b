import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { Schedule } from '../platform/jobs/schedules/scheduler.ts';
import type { Outbound } from '../platform/outbound/outbound.ts';
import { createPlatformKeys, type PlatformKeys } from './keys/platform-keys.ts';
import { createToolKeys, type ToolKeys } from './keys/tool-keys.ts';
import { createPlatforms, type Platforms } from './registrations/platforms.ts';
import { type AccessTokens, createAccessTokens } from './tokens/access-tokens.ts';

export interface LtiDeps {
  database: Database;
  master: MasterKeys;
  outbound: Outbound;
  version: string;
}

/** What the LTI surface is made of. */
export interface Lti {
  platforms: Platforms;
  toolKeys: ToolKeys;
  platformKeys: PlatformKeys;
  tokens: AccessTokens;
  handlers: JobHandler[];
  schedules: Schedule[];
}

export function createLti({ database, master, outbound, version }: LtiDeps): Lti {
  const toolKeys = createToolKeys({ database, master });
  return {
    platforms: createPlatforms({ database }),
    toolKeys,
    platformKeys: createPlatformKeys({ outbound }),
    tokens: createAccessTokens({ outbound, toolKeys, userAgent: `Crosswalk/${version}` }),
    handlers: [],
    schedules: [],
  };
}
