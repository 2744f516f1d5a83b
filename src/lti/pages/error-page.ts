import type { Context } from 'koa';
import { html } from '../../platform/http/html.ts';
import type { LtiErrorCode } from '../lti-error.ts';
import { errorTexts } from './error-texts.ts';
import { sendPage } from './page.ts';

export interface ShownError {
  code: LtiErrorCode;
  /** What the reader reads out who asks for help. */
  reference: string;
  /** Said only where no inspector has it, because nobody's registration is known. */
  detail?: string | undefined;
  frameAncestors?: readonly string[] | undefined;
  /** By which an administrator connects the deployment that nobody has. */
  claimCode?: string | undefined;
}

/** A page that says what went wrong, and what the reader can do. */
export function sendErrorPage(
  ctx: Context,
  { code, reference, detail, claimCode, frameAncestors = [] }: ShownError,
): void {
  const { status, title, todo } = errorTexts[code];
  const body = html`<h1>${title}</h1>
<p>${todo}</p>
${
  claimCode &&
  html`<section><h2>Are you the administrator?</h2>
<p>Connect this course's platform with your institution. The link works once, for 24 hours; you can also pass it on.</p>
<p><a class="button" href="/lti/claim/${claimCode}" target="_blank" rel="noopener">Connect it</a></p></section>`
}
<section><p class="soft">Reference for your administrator</p>
<p><code class="reference">${reference}</code> <code class="soft">${code}</code></p>
${detail && html`<p class="soft">${detail}</p>`}</section>`;
  sendPage(ctx, { title, body, status, frameAncestors });
}
