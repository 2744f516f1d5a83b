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
 * Content of any origin may call. Some asks for the browser's own credentials (what ADL's launch
 * configures does), which `*` refuses. There are none: the LRS reads no cookies, and browsers that
 * are never challenged for Basic keep no passwords.
 */
export function cors(): Middleware {
  return async (ctx, next) => {
    const origin = ctx.get('Origin');
    ctx.vary('Origin');
    ctx.set('Access-Control-Allow-Origin', origin || '*');
    if (origin) ctx.set('Access-Control-Allow-Credentials', 'true');
    ctx.set('Access-Control-Expose-Headers', answerHeaders.join(', '));
    if (ctx.method !== 'OPTIONS') return next();
    ctx.set('Access-Control-Allow-Methods', methods);
    // Scripts that watch a page add headers of their own to all its requests.
    const asked = ctx.get('Access-Control-Request-Headers');
    ctx.set(
      'Access-Control-Allow-Headers',
      [...requestHeaders, ...(asked ? [asked] : [])].join(', '),
    );
    ctx.set('Access-Control-Max-Age', '86400');
    ctx.status = 204;
  };
}
