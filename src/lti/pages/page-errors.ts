import type { Context } from 'koa';
import { isDatabaseUnavailable, RETRY_AFTER_S } from '../../platform/database/unavailable.ts';
import { html } from '../../platform/http/html.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newReference } from '../inspector/reference.ts';
import { LtiError } from '../lti-error.ts';
import { errorTexts } from '../texts/errors/error-tables.ts';
import { sendErrorPage } from './error-page.ts';
import { readersLanguage } from './language.ts';
import { sendPage } from './page.ts';

type Handler = (ctx: Context) => Promise<void>;

/**
 * Errors of a page that people see become pages; what is our own mistake says no more than that.
 * Handlers that know who may frame the page, and who reads it, leave that in `ctx.state`, as
 * `frameAncestors` and `locale`.
 */
export function pageErrors(handle: Handler): Handler {
  return async (ctx) => {
    try {
      await handle(ctx);
    } catch (error) {
      const reference = newReference();
      if (error instanceof LtiError) {
        ctx.state.log.info({ err: error, reference }, 'refused');
        const { frameAncestors, locale } = ctx.state;
        const { code, message: detail } = error;
        sendErrorPage(ctx, { code, reference, detail, frameAncestors, locale });
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
  const language = readersLanguage(ctx, ctx.state.locale);
  const texts = errorTexts[language];
  const { title, todo } = texts.kinds[isAway ? 'unavailable' : 'ourFault'];
  sendPage(ctx, {
    ...{ title, language },
    status: isAway ? 503 : 500,
    body: html`<h1>${title}</h1>
<p>${todo}</p>
<section><p class="soft">${texts.reference}</p>
<p dir="ltr"><code class="reference">${reference}</code></p></section>`,
  });
}
