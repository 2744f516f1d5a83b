import { Router } from '@koa/router';
import { pickerScript } from '../deep-linking/picker-script.ts';
import { pickerStyle } from '../deep-linking/picker-style.ts';
import { registerScript } from '../dynamic/register-script.ts';
import { reviewStyle } from '../reviews/review-style.ts';
import { formStyle } from './form-style.ts';
import { launchScript, loginScript, storageScript } from './scripts.ts';
import { stylesheet } from './style.ts';

const assets: Record<string, { type: string; body: string }> = {
  '/lti/assets/style.css': { type: 'text/css', body: stylesheet },
  '/lti/assets/storage.js': { type: 'text/javascript', body: storageScript },
  '/lti/assets/login.js': { type: 'text/javascript', body: loginScript },
  '/lti/assets/launch.js': { type: 'text/javascript', body: launchScript },
  '/lti/assets/forms.css': { type: 'text/css', body: formStyle },
  '/lti/assets/picker.css': { type: 'text/css', body: pickerStyle },
  '/lti/assets/picker.js': { type: 'text/javascript', body: pickerScript },
  '/lti/assets/review.css': { type: 'text/css', body: reviewStyle },
  '/lti/assets/register.js': { type: 'text/javascript', body: registerScript },
};

/** `/lti/assets`: styles and scripts of all LTI pages. */
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
