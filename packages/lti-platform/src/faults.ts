import type { Answer } from './http/answer.ts';
import type { RouteName } from './http/routes.ts';
import type { Random } from './random.ts';

/** What goes wrong. The first five happen before the request is handled, the others after. */
export type FaultKind =
  | { status: number }
  /** As this platform tells "slower". */
  | { throttle: true }
  | { hang: true }
  | { reset: true }
  | { redirectTo: string }
  /** Handled, and then the connection is torn down without an answer. */
  | { lost: true }
  | { truncate: true }
  /** Answers so many ms late. */
  | { slow: number }
  | { badJson: true }
  | { wrongType: string }
  | { body: string };

export type Fault = FaultKind & {
  path: RouteName;
  /** Which of the route's requests, counted from 1 when the fault is set; or each; or a share. */
  nth: number | 'every' | { share: number };
  /** Seconds, or an HTTP date so many ms from now. */
  retryAfter?: number | { dateInMs: number };
};

export interface Faults {
  set(...faults: Fault[]): void;
  clear(): void;
  /** How often each route was asked since the start. */
  asked(path: RouteName): number;
  /** The fault of this request. */
  next(path: RouteName): Fault | undefined;
}

export function createFaults(random: Random): Faults {
  const counts = new Map<RouteName, number>();
  let active: { fault: Fault; from: number }[] = [];
  const asked = (path: RouteName) => counts.get(path) ?? 0;
  return {
    set: (...faults) => {
      active.push(...faults.map((fault) => ({ fault, from: asked(fault.path) })));
    },
    clear: () => {
      active = [];
    },
    asked,
    next: (path) => {
      const number = asked(path) + 1;
      counts.set(path, number);
      return active.find(({ fault, from }) => {
        if (fault.path !== path) return false;
        if (fault.nth === 'every') return true;
        if (typeof fault.nth === 'number') return number - from === fault.nth;
        return random.fraction() < fault.nth.share;
      })?.fault;
    },
  };
}

/** An answer that is the fault itself; undefined for one that spoils the real answer. */
export function insteadOf(
  fault: Fault,
  { throttle, now }: { throttle: Answer; now: number },
): Answer | undefined {
  const headers = retryAfter(fault, now);
  if ('throttle' in fault) return { ...throttle, headers: { ...throttle.headers, ...headers } };
  if ('redirectTo' in fault) {
    return { status: 307, headers: { Location: fault.redirectTo }, body: '' };
  }
  if (!('status' in fault)) return undefined;
  return { status: fault.status, headers, body: '{"error":"a fault that was asked for"}' };
}

function retryAfter({ retryAfter: after }: Fault, now: number): Record<string, string> {
  if (after === undefined) return {};
  const value = typeof after === 'number' ? String(after) : httpDate(now + after.dateInMs);
  return { 'Retry-After': value };
}

const httpDate = (ms: number) => new Date(ms).toUTCString();

/** The real answer with a spoiled body or type. */
export function spoil(fault: Fault, answer: Answer): Answer {
  if ('badJson' in fault) return { ...answer, body: `${answer.body.slice(0, -1)},,` };
  if ('body' in fault) return { ...answer, body: fault.body };
  if ('wrongType' in fault) {
    return { ...answer, headers: { ...answer.headers, 'Content-Type': fault.wrongType } };
  }
  return answer;
}
