import type { Context } from 'koa';
import { html } from '../../platform/http/html.ts';
import { sendPage } from './page.ts';

/** Sends the browser on with a form (Bindings 3.5). */
export function sendPostPage(
  ctx: Context,
  { action, fields }: { action: string; fields: Record<string, string> },
): void {
  const { origin } = new URL(action);
  sendPage(ctx, {
    title: 'Signing in',
    // A provider may lead the form on to another of its hosts.
    formAction: `'self' ${origin} https:`,
    scripts: ['/sso/assets/submit.js'],
    body: html`<h1>Signing in</h1>
<p>You are led to your organisation.</p>
<form method="post" action="${action}">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button>Continue</button></form>`,
  });
}
