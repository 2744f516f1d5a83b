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
}

/** A page that says what went wrong, and what the reader can do. */
export function sendErrorPage(
  ctx: Context,
  { code, reference, detail, frameAncestors = [] }: ShownError,
): void {
  const { status, title, todo } = errorTexts[code];
  const body = html`<h1>${title}</h1>
<p>${todo}</p>
<section><p class="soft">Reference for your administrator</p>
<p><code class="reference">${reference}</code> <code class="soft">${code}</code></p>
${detail && html`<p class="soft">${detail}</p>`}</section>`;
  sendPage(ctx, { title, body, status, frameAncestors });
}
