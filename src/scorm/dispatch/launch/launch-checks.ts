import { Problem } from '../../../platform/http/problem.ts';
import type { Dispatch } from '../dispatch.store.ts';
import { isAllowedHost } from './allowed-host.ts';

/** Shells know these codes; what they do not know, they show as it is worded here. */
type Refusal = 'dispatch_disabled' | 'dispatch_expired' | 'host_not_allowed' | 'seats_taken';

const details: Record<Refusal, string> = {
  dispatch_disabled: 'This content is switched off.',
  dispatch_expired: 'The time of this content is over.',
  host_not_allowed: 'This content is not meant for this learning platform.',
  seats_taken: 'All seats of this content are taken.',
};

export function refusal(code: Refusal): Problem {
  return new Problem(403, code, { detail: details[code] });
}

export function checkEnabled({ isEnabled, isPlayable }: Dispatch): void {
  if (!isEnabled || !isPlayable) throw refusal('dispatch_disabled');
}

export function checkExpiry({ expiresAt }: Dispatch, now: number): void {
  if (expiresAt && expiresAt.getTime() <= now) throw refusal('dispatch_expired');
}

/** The host, for what is told apart by it. */
export function checkHost({ allowedHosts }: Dispatch, host: string | undefined): string {
  if (host === undefined || !isAllowedHost(host, allowedHosts)) throw refusal('host_not_allowed');
  return host;
}
