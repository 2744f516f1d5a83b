import type { Context } from 'koa';
import { html } from '../../platform/http/html.ts';
import type { LtiErrorCode } from '../lti-error.ts';
import { errorTexts } from '../texts/errors/error-tables.ts';
import { errorKinds } from './error-kinds.ts';
import { readersLanguage } from './language.ts';
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
  /** BCP 47, as the launch says it; else what the browser prefers. */
  locale?: string | undefined;
}

/** A page that says what went wrong, and what the reader can do. */
export function sendErrorPage(
  ctx: Context,
  { code, reference, detail, claimCode, frameAncestors = [], locale }: ShownError,
): void {
  const language = readersLanguage(ctx, locale);
  const { status, kind } = errorKinds[code];
  const texts = errorTexts[language];
  const { title, todo } = texts.kinds[kind];
  const body = html`<h1>${title}</h1>
<p>${todo}</p>
${
  claimCode &&
  html`<section><h2>${texts.isAdministrator}</h2>
<p>${texts.connectTodo}</p>
<p><a class="button" href="/lti/claim/${claimCode}" target="_blank" rel="noopener">${texts.connect}</a></p></section>`
}
<section><p class="soft">${texts.reference}</p>
<p dir="ltr"><code class="reference">${reference}</code> <code class="soft">${code}</code></p>
${detail && html`<p class="soft" lang="en" dir="ltr">${detail}</p>`}</section>`;
  sendPage(ctx, { title, body, status, frameAncestors, language });
}
