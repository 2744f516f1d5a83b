import type { Context } from 'koa';
import { html } from '../../platform/http/html.ts';
import type { SsoErrorCode } from '../sso-error.ts';
import { errorTexts } from './error-texts.ts';
import { sendPage } from './page.ts';

/** A page that says what went wrong, what the reader can do, and what to quote. */
export function sendErrorPage(
  ctx: Context,
  { code, reference }: { code: SsoErrorCode; reference: string },
): void {
  const { status, title, todo } = errorTexts[code];
  sendPage(ctx, {
    title,
    status,
    body: html`<h1>${title}</h1>
<p>${todo}</p>
<section><p class="soft">Reference for your administrator</p>
<p><code class="reference">${reference}</code> <code class="soft">${code}</code></p></section>`,
  });
}
