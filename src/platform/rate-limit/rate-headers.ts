export interface RatePolicy {
  name: string;
  /** Requests in a window. */
  quota: number;
  windowSeconds: number;
}

export interface RateState {
  allowed: boolean;
  remaining: number;
  /** Until the window ends and the quota is whole again. */
  msUntilReset: number;
}

/** draft-ietf-httpapi-ratelimit-headers-11 sections 3 and 4; Retry-After from RFC 9110 10.2.3. */
export function rateHeaders(policy: RatePolicy, state: RateState): Record<string, string> {
  const { name, quota, windowSeconds } = policy;
  const seconds = Math.max(1, Math.ceil(state.msUntilReset / 1000));
  return {
    'RateLimit-Policy': `"${name}";q=${quota};w=${windowSeconds}`,
    RateLimit: `"${name}";r=${state.remaining};t=${seconds}`,
    ...(!state.allowed && { 'Retry-After': String(seconds) }),
  };
}
