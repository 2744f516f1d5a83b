import type { Context } from 'koa';
import { isDatabaseUnavailable, RETRY_AFTER_S } from '../../platform/database/unavailable.ts';
import { html } from '../../platform/http/html.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newReference } from '../inspector/reference.ts';
import { LtiError } from '../lti-error.ts';
import { sendErrorPage } from './error-page.ts';
import { sendPage } from './page.ts';

type Handler = (ctx: Context) => Promise<void>;

/**
 * Errors of a page that people see become pages; what is our own mistake says no more than that.
 * Handlers that know who may frame the page leave it in `ctx.state.frameAncestors`.
 */
export function pageErrors(handle: Handler): Handler {
  return async (ctx) => {
    try {
      await handle(ctx);
    } catch (error) {
      const reference = newReference();
      if (error instanceof LtiError) {
        ctx.state.log.info({ err: error, reference }, 'refused');
        const { frameAncestors } = ctx.state;
        sendErrorPage(ctx, { code: error.code, reference, detail: error.message, frameAncestors });
      } else if (error instanceof Problem && error.status === 413) {
        ctx.set(error.headers);
        sendErrorPage(ctx, { code: 'token_too_large', reference });
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
<p>Go back to your course and open the activity again in a minute.</p>
<section><p class="soft">Reference for your administrator</p>
<p><code class="reference">${reference}</code></p></section>`,
  });
}
