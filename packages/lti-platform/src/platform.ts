import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import { type Clock, runningClock } from './clock.ts';
import type { Context } from './context.ts';
import { type Courses, createCourses } from './courses.ts';
import type { DeepLinkPages } from './endpoints/deep-link-return.ts';
import { watchScores } from './endpoints/scores-under-way.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGradebook, type Gradebook } from './gradebook.ts';
import { serve } from './http/server.ts';
import { createInvitations, type Invitations } from './invitations.ts';
import { createKeys, type PlatformKeys } from './keys.ts';
import { beginLaunch } from './launch/begin-launch.ts';
import { createDeepLinkSessions, type DeepLinkSessions } from './launch/deep-link-sessions.ts';
import { createLaunches, type Launch, type LaunchRequest } from './launch/launches.ts';
import { scope } from './names.ts';
import { createNoticeHandlers, type NoticeHandlers } from './notice-handlers.ts';
import { type Profile, type ProfileName, profiles } from './profiles.ts';
import { seededRandom } from './random.ts';
import { routesOf } from './routes-of.ts';
import { type Notice, noticeJwt, sendNotices } from './send-notice.ts';
import { createToolKeys } from './tool-keys.ts';
import { createTools, type Tool, type ToolRegistration } from './tools.ts';
import { type Urls, urlsOf } from './urls.ts';
import { createViolations, type Violations } from './violations.ts';

export interface PlatformOptions {
  /** Default `spec`. */
  profile?: ProfileName;
  /** The same seed gives the same ids, tokens and faults. */
  seed?: number;
  clock?: Clock;
  /** Default `127.0.0.1`; `localhost` makes it another site than tools on 127.0.0.1. */
  host?: string;
  /** Default: a free one. */
  port?: number;
  /** Cache life of the JWKS in seconds, null for none told; default 3600. */
  jwksMaxAgeS?: number | null;
  /** What the browser sees after a deep linking response. */
  deepLinkPages?: DeepLinkPages;
  /** Requests to paths that are none of the platform's. */
  otherwise?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** An LMS, as far as a tool meets one. Everything that a tool does wrong is in `violations`. */
export interface Platform {
  /** Where it listens. */
  url: string;
  issuer: string;
  profile: Profile;
  urls: Urls;
  clock: Clock;
  /** Makes a client and its deployments for a tool. */
  register(tool: ToolRegistration): Tool;
  tools(): Tool[];
  remove(clientId: string): void;
  courses: Courses;
  gradebook: Gradebook;
  /** What happens when somebody clicks a link: where the browser goes, and with what. */
  launch(request: LaunchRequest): Launch;
  deepLinks: DeepLinkSessions;
  /** Dynamic registration: tokens to give out, and what tools sent. */
  invitations: Invitations;
  noticeHandlers: NoticeHandlers;
  /** Sends notices of one type to the handler that the tool set. */
  notify(...notices: Notice[]): Promise<Response>;
  noticeJwt(notice: Notice): Promise<string>;
  keys: PlatformKeys;
  accessTokens: AccessTokens;
  violations: Violations;
  faults: Faults;
  close(): Promise<void>;
}

export async function createPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { seed = 1, host = '127.0.0.1', port = 0, jwksMaxAgeS = 3600 } = options;
  const profile = profiles[options.profile ?? 'spec'];
  const clock = options.clock ?? runningClock();
  const random = seededRandom(seed);
  const violations = createViolations(clock);
  const parts = {
    ...{ profile, clock, random, violations },
    keys: await createKeys({ random, withAlg: profile.jwksAlg }),
    tools: createTools({
      random,
      deploymentId: profile.deploymentId,
      scopes: Object.values(scope),
    }),
    toolKeys: createToolKeys({ clock, violations }),
    tokens: createAccessTokens({ clock, random, lifeS: profile.tokenLifeS }),
    courses: createCourses(random),
    gradebook: createGradebook(clock),
    launches: createLaunches(random),
    deepLinks: createDeepLinkSessions(random),
    noticeHandlers: createNoticeHandlers(),
  };
  const invitations = createInvitations(random);
  const faults = createFaults(random);
  const contextAt = (origin: string): Context => ({
    ...parts,
    issuer: profile.issuer ?? origin,
    urls: urlsOf(origin, profile.lineItemQuery),
  });
  const server = await serve({
    routes: (origin) =>
      routesOf(contextAt(origin), {
        invitations,
        jwksMaxAgeS,
        deepLinkPages: options.deepLinkPages,
      }),
    watch: { scores: watchScores(violations) },
    throttle: profile.throttle,
    now: clock.now,
    otherwise: options.otherwise,
    ...{ faults, host, port },
  });
  const context = contextAt(server.origin);
  const { tools, courses, gradebook, deepLinks, noticeHandlers, keys, tokens } = parts;
  return {
    url: server.origin,
    issuer: context.issuer,
    urls: context.urls,
    register: tools.add,
    tools: tools.all,
    remove: tools.remove,
    launch: (request) => beginLaunch(context, request),
    notify: (...notices) => sendNotices(context, notices),
    noticeJwt: (notice) => noticeJwt(context, notice),
    accessTokens: tokens,
    close: server.close,
    ...{ profile, clock, courses, gradebook, deepLinks, invitations, noticeHandlers, keys },
    ...{ violations, faults },
  };
}
