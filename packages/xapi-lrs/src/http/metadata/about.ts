import type { Context } from 'koa';
import { versions } from '../../version.ts';
import { XapiError } from '../../xapi-error.ts';
import type { Answer } from '../endpoint.ts';

/** For everyone, without version and credential (xAPI 1.0.3 part 3, 2.8). */
export function about({ method }: Context): Answer {
  if (method === 'GET' || method === 'HEAD') return { status: 200, json: { version: versions } };
  throw new XapiError(
    405,
    { message: `/about does not take ${method}.`, expected: 'GET' },
    { Allow: 'GET, HEAD, OPTIONS' },
  );
}
