import type { Random } from './random.ts';

/** Registration tokens (Dynamic Registration 1.0 3.3), each good for one tool. */
export interface Invitations {
  invite(): string;
  take(token: string | undefined): boolean;
  /** What tools sent, in order. */
  readonly received: Record<string, unknown>[];
}

export function createInvitations(random: Random): Invitations {
  const open = new Set<string>();
  return {
    invite: () => {
      const token = random.text(40);
      open.add(token);
      return token;
    },
    take: (token) => token !== undefined && open.delete(token),
    received: [],
  };
}
