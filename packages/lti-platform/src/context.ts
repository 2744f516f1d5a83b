import type { AccessTokens } from './access-tokens.ts';
import type { Clock } from './clock.ts';
import type { Courses } from './courses.ts';
import type { Gradebook } from './gradebook.ts';
import type { PlatformKeys } from './keys.ts';
import type { DeepLinkSessions } from './launch/deep-link-sessions.ts';
import type { Launches } from './launch/launches.ts';
import type { NoticeHandlers } from './notice-handlers.ts';
import type { Profile } from './profiles.ts';
import type { Random } from './random.ts';
import type { ToolKeys } from './tool-keys.ts';
import type { Tools } from './tools.ts';
import type { Urls } from './urls.ts';
import type { Violations } from './violations.ts';

/** What endpoints share; each takes the parts that it uses. */
export interface Context {
  profile: Profile;
  issuer: string;
  urls: Urls;
  clock: Clock;
  random: Random;
  keys: PlatformKeys;
  tools: Tools;
  toolKeys: ToolKeys;
  tokens: AccessTokens;
  courses: Courses;
  gradebook: Gradebook;
  launches: Launches;
  deepLinks: DeepLinkSessions;
  noticeHandlers: NoticeHandlers;
  violations: Violations;
}
