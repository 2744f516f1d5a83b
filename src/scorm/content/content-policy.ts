import type { Middleware } from 'koa';

/**
 * What imported pages may not do wherever they are shown, said by the content origin itself, for they
 * could take the attribute off a frame of their own origin: navigate the window around them, or come
 * out of the sandbox through a window that they open. Their scripts run as they were written.
 */
export const contentSandbox =
  'sandbox allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads allow-pointer-lock';

/** On every answer of the content origin. */
export function contentPolicy({ https }: { https: boolean }): Middleware {
  return async (ctx, next) => {
    ctx.set({
      'Content-Security-Policy': contentSandbox,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
      // Old content says good-bye in its `unload` event only, which Chromium phases out.
      'Permissions-Policy': 'unload=*',
      ...(https && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
    });
    await next();
  };
}
