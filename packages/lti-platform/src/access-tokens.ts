import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

interface Grant {
  clientId: string;
  scopes: readonly string[];
  /** ms since 1970. */
  expiresAt: number;
  isRevoked: boolean;
}

export interface AccessTokens {
  issue(grant: { clientId: string; scopes: readonly string[] }): string;
  /** What a token grants; undefined for one that was never issued. */
  find(token: string): (Grant & { isValid: boolean }) | undefined;
  /** Takes all tokens back, as when an administrator resets a tool. */
  revoke(): void;
  /** How many were issued. */
  readonly issued: number;
}

export function createAccessTokens(options: {
  clock: Clock;
  random: Random;
  lifeS: number;
}): AccessTokens {
  const { clock, random, lifeS } = options;
  const grants = new Map<string, Grant>();
  return {
    issue: (grant) => {
      const token = random.text(40);
      const expiresAt = clock.now() + lifeS * 1000;
      grants.set(token, { ...grant, expiresAt, isRevoked: false });
      return token;
    },
    find: (token) => {
      const grant = grants.get(token);
      return grant && { ...grant, isValid: !grant.isRevoked && clock.now() < grant.expiresAt };
    },
    revoke: () => {
      for (const grant of grants.values()) grant.isRevoked = true;
    },
    get issued() {
      return grants.size;
    },
  };
}
