import type { Middleware } from 'koa';

const methods = 'GET, HEAD, PUT, POST, DELETE, OPTIONS';

const requestHeaders = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'If-None-Match',
  'Accept-Language',
  'X-Experience-API-Version',
  'X-Experience-API-Hash',
];

const answerHeaders = [
  'ETag',
  'Last-Modified',
  'Retry-After',
  'WWW-Authenticate',
  'X-Experience-API-Version',
  'X-Experience-API-Consistent-Through',
];

/**
 * Content of any origin may call: credentials are sent by scripts, never by the browser itself, which
 * is what `*` allows.
 */
export function cors(): Middleware {
  return async (ctx, next) => {
    ctx.set('Access-Control-Allow-Origin', '*');
    ctx.set('Access-Control-Expose-Headers', answerHeaders.join(', '));
    if (ctx.method !== 'OPTIONS') return next();
    ctx.set('Access-Control-Allow-Methods', methods);
    ctx.set('Access-Control-Allow-Headers', requestHeaders.join(', '));
    ctx.set('Access-Control-Max-Age', '86400');
    ctx.status = 204;
  };
}
