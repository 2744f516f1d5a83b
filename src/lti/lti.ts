import type { MasterKeys } from '../platform/crypto/master-keys.ts';
import type { Database } from '../platform/database/database.ts';
import type { JobHandler } from '../platform/jobs/job.ts';
import type { Schedule } from '../platform/jobs/schedules/scheduler.ts';
import type { Outbound } from '../platform/outbound/outbound.ts';
import { inspectorPruneHandler, inspectorPruneSchedule } from './inspector/prune.ts';
import { createPlatformKeys, type PlatformKeys } from './keys/platform-keys.ts';
import { createToolKeys, type ToolKeys } from './keys/tool-keys.ts';
import { createPlatforms, type Platforms } from './registrations/platforms.ts';
import { createServiceCalls } from './services/service-call.ts';
import { serviceJobs } from './services/service-jobs.ts';
import { type AccessTokens, createAccessTokens } from './tokens/access-tokens.ts';
import { createTokenCalls } from './tokens/token-calls.ts';

export interface LtiDeps {
  database: Database;
  master: MasterKeys;
  outbound: Outbound;
  version: string;
  publicUrl: string;
  /** Of calls to services of platforms. */
  serviceTimeoutMs: number;
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

export function createLti(deps: LtiDeps): Lti {
  const { database, master, outbound, version, publicUrl, serviceTimeoutMs: timeoutMs } = deps;
  const toolKeys = createToolKeys({ database, master });
  const platforms = createPlatforms({ database });
  const userAgent = `Crosswalk/${version}`;
  const tokenCalls = createTokenCalls();
  const tokens = createAccessTokens({ outbound, toolKeys, userAgent, onCall: tokenCalls.add });
  const calls = createServiceCalls({ outbound, tokens, tokenCalls, userAgent, timeoutMs });
  const jobs = serviceJobs({ database, platforms, calls, publicUrl });
  return {
    platforms,
    toolKeys,
    platformKeys: createPlatformKeys({ outbound }),
    tokens,
    handlers: [...jobs.handlers, inspectorPruneHandler],
    schedules: [...jobs.schedules, inspectorPruneSchedule],
  };
}
