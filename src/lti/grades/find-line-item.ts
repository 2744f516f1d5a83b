import type { Database } from '../../platform/database/database.ts';
import type { JobContext } from '../../platform/jobs/job.ts';
import type { DeployedPlatform } from '../registrations/platforms.ts';
import type { ServiceCall, ServiceCalls } from '../services/service-call.ts';
import { insertServiceCalls } from '../services/service-calls.store.ts';
import { ServiceError } from '../tokens/service-error.ts';
import { findLineItem, moveLineItem } from './line-item.store.ts';
import { findOrCreateLineItem } from './line-items.ts';

type Found = { url: string; error?: undefined } | { url?: undefined; error: ServiceError };

/** Line items that are still to be found or made, each once in a run, whatever many scores wait for it. */
export interface LineItemFinder {
  find(lineItemId: string): Promise<Found>;
}

export function createLineItemFinder(
  { database, calls }: { database: Database; calls: ServiceCalls },
  deployed: DeployedPlatform,
  ctx: JobContext,
): LineItemFinder {
  const asked = new Map<string, Promise<Found>>();
  const { deployment } = deployed;

  async function find(id: string): Promise<Found> {
    const item = await database.read(deployment.tenantId, (db) => findLineItem(db, id));
    if (!item) return { error: new ServiceError('refused', 'The line item is gone') };
    if (item.url) return { url: item.url };
    const made: ServiceCall[] = [];
    const access = {
      ...{ calls, deployed, signal: ctx.signal },
      record: (told: readonly ServiceCall[]) => void made.push(...told),
    };
    const found = await findOrCreateLineItem(access, item).catch((error) => {
      if (error instanceof ServiceError) return error;
      throw error;
    });
    const isOurs = await ctx.transact(async (db) => {
      await insertServiceCalls(db, deployment, made);
      return found instanceof ServiceError || moveLineItem(db, { id, ...found });
    });
    if (found instanceof ServiceError) return { error: found };
    if (isOurs) return { url: found.url };
    return { error: new ServiceError('refused', 'The line item is that of another link') };
  }

  return {
    find(lineItemId) {
      const known = asked.get(lineItemId) ?? find(lineItemId);
      asked.set(lineItemId, known);
      return known;
    },
  };
}
