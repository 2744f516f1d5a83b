import { Router } from '@koa/router';
import { registerScript } from '../dynamic/register-script.ts';
import { formStyle } from './form-style.ts';

const assets: Record<string, { type: string; body: string }> = {
  '/lti/assets/forms.css': { type: 'text/css', body: formStyle },
  '/lti/assets/register.js': { type: 'text/javascript', body: registerScript },
};

/** `/lti/assets`: what pages with forms are made with. */
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
