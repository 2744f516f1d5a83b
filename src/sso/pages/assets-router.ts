import { Router } from '@koa/router';
import { stylesheet, submitScript } from './style.ts';

const assets: Record<string, { type: string; body: string }> = {
  '/sso/assets/style.css': { type: 'text/css', body: stylesheet },
  '/sso/assets/submit.js': { type: 'text/javascript', body: submitScript },
};

/** `/sso/assets`: what all sign-in pages share. */
export function assetsRouter(): Router {
  const router = new Router();
  for (const [path, { type, body }] of Object.entries(assets)) {
    router.get(path, (ctx) => {
      ctx.state.route = path;
      ctx.type = type;
      ctx.set('Cache-Control', 'public, max-age=300');
      ctx.body = body;
    });
  }
  return router;
}
