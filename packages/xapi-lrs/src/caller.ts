import type { JsonObject } from './json.ts';
import type { Version } from './version.ts';

/** What a credential allows (xAPI 1.0.3 part 3, 4.2). */
export const scopes = [
  'statements/write',
  'statements/read',
  'statements/read/mine',
  'state',
  'define',
  'profile',
  'all/read',
  'all',
] as const;
export type Scope = (typeof scopes)[number];

/** Who makes a request, known from its credential. */
export interface LrsCaller {
  tenant: string;
  scopes: ReadonlySet<Scope>;
  /** Agent, or group of an application and its user, that vouches for the statements. */
  authority: JsonObject;
  /** Of answers to requests that name no version that is spoken. */
  defaultVersion: Version;
  /**
   * Whether clients of 2.0 have to send If-Match or If-None-Match to change a state that is there
   * already; never asked of clients of 1.0.x.
   */
  strictStateConcurrency: boolean;
}
