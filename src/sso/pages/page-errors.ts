import type { Context } from 'koa';
import { isDatabaseUnavailable, RETRY_AFTER_S } from '../../platform/database/unavailable.ts';
import { html } from '../../platform/http/html.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newReference } from '../attempts/reference.ts';
import { SsoError } from '../sso-error.ts';
import { sendErrorPage } from './error-page.ts';
import { sendPage } from './page.ts';

/** Errors of a page that people see become pages; what is our own mistake says no more than that. */
export function pageErrors<C extends Context>(
  route: string,
  handle: (ctx: C) => Promise<void>,
): (ctx: C) => Promise<void> {
  return async (ctx) => {
    ctx.state.route = route;
    try {
      await handle(ctx);
    } catch (error) {
      const reference = newReference();
      if (error instanceof SsoError) {
        ctx.state.log.info({ err: error, reference }, 'refused');
        sendErrorPage(ctx, { code: error.code, reference });
      } else if (error instanceof Problem && error.status === 413) {
        ctx.set(error.headers);
        sendErrorPage(ctx, { code: 'response_too_large', reference });
      } else {
        sendFailure(ctx, { error, reference });
      }
    }
  };
}

function sendFailure(
  ctx: Context,
  { error, reference }: { error: unknown; reference: string },
): void {
  const isAway = isDatabaseUnavailable(error);
  ctx.state.log[isAway ? 'warn' : 'error']({ err: error, reference }, 'page failed');
  if (isAway) ctx.set('Retry-After', String(RETRY_AFTER_S));
  const title = isAway ? 'We are not available right now' : 'Something went wrong on our side';
  sendPage(ctx, {
    title,
    status: isAway ? 503 : 500,
    body: html`<h1>${title}</h1>
<p>Try again in a minute.</p>
<section><p class="soft">Reference for your administrator</p>
<p><code class="reference">${reference}</code></p></section>`,
  });
}
