import { causeOf, OutboundError } from './outbound-error.ts';

export interface Deadline {
  signal: AbortSignal;
  /** Set once time is up or the caller gave up. */
  reason(): 'timeout' | 'aborted' | undefined;
  /** Frees the connection unless the body was read to its end. */
  end(error?: OutboundError): void;
}

/** Aborts after `ms`, or with the caller's own signal; whatever comes first is the reason. */
export function startDeadline(ms: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let reason: 'timeout' | 'aborted' | undefined;
  const stop = (why: 'timeout' | 'aborted') => {
    reason ??= why;
    controller.abort();
  };
  const timer = setTimeout(stop, ms, 'timeout');
  const onAbort = () => stop('aborted');
  if (outer?.aborted) onAbort();
  outer?.addEventListener('abort', onAbort);
  return {
    signal: controller.signal,
    reason: () => reason,
    end(error) {
      clearTimeout(timer);
      outer?.removeEventListener('abort', onAbort);
      if (error) controller.abort(error);
    },
  };
}

/** The one readable error for whatever went wrong with a call to the host. */
export function describe(error: unknown, host: string, deadline: Deadline): OutboundError {
  const options = { cause: error };
  if (deadline.reason() === 'timeout') {
    return new OutboundError('timeout', `${host} did not answer in time`, options);
  }
  if (deadline.reason() === 'aborted') {
    return new OutboundError('aborted', `The call to ${host} was given up`, options);
  }
  return causeOf(error) ?? new OutboundError('unreachable', `${host} cannot be reached`, options);
}
