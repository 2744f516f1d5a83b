import type { TokenCall } from './access-tokens.ts';
import type { TokenTarget } from './client-assertion.ts';

/** Requests for tokens, until the call that needed one tells of them. */
export interface TokenCalls {
  add(call: TokenCall): void;
  take(target: TokenTarget): TokenCall[];
}

/** Of calls that nobody takes, as when a process stops, no more than this are kept. */
const MAX_KEPT = 1_000;

export function createTokenCalls(): TokenCalls {
  let kept: TokenCall[] = [];
  return {
    add: (call) => {
      kept = [...kept.slice(1 - MAX_KEPT), call];
    },
    take({ platform, deploymentId }) {
      const { id } = platform.registration;
      const isOf = ({ target }: TokenCall) =>
        target.platform.registration.id === id && target.deploymentId === deploymentId;
      const taken = kept.filter(isOf);
      if (taken.length > 0) kept = kept.filter((call) => !isOf(call));
      return taken;
    },
  };
}
