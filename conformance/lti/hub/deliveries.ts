import { setTimeout as wait } from 'node:timers/promises';
import type { HubClient } from '../../../tools/hub-client.ts';

interface DeliveryView {
  result: { resultScore: number | null; resultMaximum: number | null } | null;
}

/** The hub reads results back a minute after the score. */
const LIMIT_MS = 75_000;
const ASK_AGAIN_MS = 500;

/** What the platform says of the person's score, as a share of the maximum. */
export async function readBack(client: HubClient, personId: string): Promise<number | undefined> {
  const end = Date.now() + LIMIT_MS;
  while (Date.now() < end) {
    const { data } = await client.call<{ data: DeliveryView[] }>(
      'GET',
      `/v1/lti/deliveries?personId=${personId}`,
    );
    const { resultScore, resultMaximum } = data[0]?.result ?? {};
    if (typeof resultScore === 'number' && resultMaximum) return resultScore / resultMaximum;
    await wait(ASK_AGAIN_MS);
  }
  return undefined;
}
