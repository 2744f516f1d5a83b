import { setTimeout as wait } from 'node:timers/promises';
import { askPage, type LrsClient } from './lrs-client.ts';

const PAGE = 20;
const ASK_AGAIN_MS = 5;

/**
 * A reader that copies an LRS as xAPI means it: what was stored after the last time that it knows to
 * be complete, until the X-Experience-API-Consistent-Through of the answer.
 */
export function createFollower() {
  /** Ids, in the order in which they were given. */
  const seen: string[] = [];
  let through = new Date(0).toISOString();

  /** @param nextClient whom to ask for each page */
  async function follow(nextClient: () => LrsClient): Promise<void> {
    const first = await askPage(
      nextClient(),
      `/xapi/statements?ascending=true&limit=${PAGE}&since=${through}`,
    );
    const found: string[] = [];
    for (let page = first; ; page = await askPage(nextClient(), page.more)) {
      const complete = page.statements.filter(({ stored }) => stored <= first.through);
      found.push(...complete.map(({ id }) => id));
      if (complete.length < page.statements.length || !page.more) break;
    }
    // A time that an answer calls complete stays so, whatever a later answer knows.
    if (first.through <= through) return;
    seen.push(...found);
    through = first.through;
  }

  return {
    seen,
    follow,
    /** Follows until everything up to the moment is complete. */
    followUntil: async (nextClient: () => LrsClient, moment: Date): Promise<void> => {
      while (through <= moment.toISOString()) {
        await follow(nextClient);
        await wait(ASK_AGAIN_MS);
      }
    },
  };
}
