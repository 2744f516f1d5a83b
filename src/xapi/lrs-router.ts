import {
  type AttachmentStore,
  createLrs,
  ErasedActorError,
  type LrsStore,
  XapiError,
} from '@crosswalk/xapi-lrs';
import { Router } from '@koa/router';
import { isDatabaseUnavailable, RETRY_AFTER_S } from '../platform/database/unavailable.ts';
import type { Log } from '../platform/log/log.ts';
import type { LrsCallers } from './credentials/lrs-callers.ts';

const resources =
  /^\/xapi\/{1,2}(statements|activities|agents|about|extensions)(?:\/(state|profile))?(?:\/|$)/;

/** What logs and metrics call it: the resource, never the path as it was sent. */
function routeOf(path: string): string | undefined {
  const [, resource, part] = resources.exec(path) ?? [];
  if (!resource) return undefined;
  return part ? `/xapi/${resource}/${part}` : `/xapi/${resource}`;
}

interface LrsDeps {
  lrsStore: LrsStore;
  attachments: AttachmentStore;
  lrsCallers: Pick<LrsCallers, 'authenticate'>;
  log: Log;
}

/** `/xapi`: the learning record store. */
export function lrsRouter({ lrsStore, attachments, lrsCallers, log }: LrsDeps): Router {
  const lrs = createLrs({
    store: lrsStore,
    attachments,
    authenticate: lrsCallers.authenticate,
    log,
    translate: (error) => {
      if (error instanceof ErasedActorError) {
        return new XapiError(403, { message: error.message, statement: error.index });
      }
      if (!isDatabaseUnavailable(error)) return undefined;
      return new XapiError(
        503,
        { message: 'The database cannot be reached at the moment. Try again soon.' },
        { 'Retry-After': String(RETRY_AFTER_S) },
      );
    },
  });
  return new Router().use(
    '/xapi',
    async (ctx, next) => {
      ctx.state.route = routeOf(ctx.path);
      // Ids of statements are random: packing them takes longer than it saves.
      if (ctx.method === 'POST') ctx.compress = false;
      await next();
    },
    lrs.routes(),
  );
}
