import type { Middleware } from 'koa';

/** For answers that are no pages; a page sets its own policy before or after. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

export function securityHeaders({ https }: { https: boolean }): Middleware {
  return async (ctx, next) => {
    ctx.set({
      'Content-Security-Policy': API_POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cache-Control': 'no-store',
      ...(https && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
    });
    await next();
  };
}
