import type { Context } from '../context.ts';
import { json } from '../http/answer.ts';
import type { Route } from '../http/routes.ts';

export interface JwksOptions {
  /** Seconds; null sends no Cache-Control. */
  maxAgeS: number | null;
}

export function jwksRoute({ keys }: Pick<Context, 'keys'>, options: JwksOptions): Route {
  return {
    name: 'jwks',
    methods: ['GET'],
    path: '/jwks',
    handle: async () =>
      json(await keys.jwks(), {
        headers:
          options.maxAgeS === null ? {} : { 'Cache-Control': `public, max-age=${options.maxAgeS}` },
      }),
  };
}
