import { Router } from '@koa/router';
import type { AttachmentStore, LrsStore } from '../store.ts';
import { XapiError } from '../xapi-error.ts';
import { cors } from './cors.ts';
import { type ErrorOptions, renderErrors } from './errors.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { about } from './metadata/about.ts';
import { plainRequest } from './request/lrs-request.ts';
import { resources } from './resources.ts';
import { type Authenticate, send, serve, tellVersion } from './serve.ts';

export interface LrsOptions extends ErrorOptions {
  store: LrsStore;
  attachments: AttachmentStore;
  /**
   * Who calls. Throws XapiError 401 for strangers; its challenge is never Basic for browsers, which
   * would open a password box and keep the script waiting.
   */
  authenticate: Authenticate;
  limits?: Partial<Limits> | undefined;
}

/** The learning record store, to be mounted under a prefix: `router.prefix('/xapi')`. */
export function createLrs({ store, attachments, authenticate, ...options }: LrsOptions): Router {
  const lrs = { store, attachments, limits: { ...defaultLimits, ...options.limits } };
  const router = new Router({ sensitive: true });
  router.use(renderErrors(options), cors(), async (ctx, next) => {
    tellVersion(ctx, '2.0.0');
    await next();
  });
  router.all(tolerant('/about'), (ctx) => send(ctx, about(ctx), plainRequest(ctx)));
  for (const resource of resources) {
    router.all(tolerant(resource.path), serve(lrs, resource, authenticate));
  }
  router.all('/{*path}', (ctx) => {
    throw new XapiError(404, { message: `There is no resource ${ctx.path}.` });
  });
  return router;
}

/** Clients whose endpoint ends in a slash add another (ADL's and CATAPULT's do). */
function tolerant(path: string): string[] {
  return [path, `/${path}`];
}
