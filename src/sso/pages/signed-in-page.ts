import type { Context } from 'koa';
import { html } from '../../platform/http/html.ts';
import { sendPage } from './page.ts';

/**
 * Leads on from a page of our own: the provider's site posted the answer, and the browser gives our
 * cookies to pages that we lead to, not to those that another site does (SameSite=Strict).
 */
export function sendSignedInPage(
  ctx: Context,
  { location, name }: { location: string; name: string },
): void {
  sendPage(ctx, {
    title: 'Signed in',
    leadsTo: location,
    body: html`<h1>You are signed in</h1>
<p>Welcome, ${name}.</p>
<p><a class="button" href="${location}">Continue</a></p>`,
  });
}

interface SignedOut {
  /** Where they can sign in again. */
  again: string | undefined;
  /** Where the provider signs out, too. */
  leadsTo?: string | undefined;
}

/** Where somebody is who has signed out. */
export function sendSignedOutPage(ctx: Context, { again, leadsTo }: SignedOut): void {
  sendPage(ctx, {
    title: 'Signed out',
    ...(leadsTo && { leadsTo }),
    body: html`<h1>You are signed out</h1>
${
  leadsTo
    ? html`<p>You are led to your organisation, to be signed out there as well.</p><p><a class="button" href="${leadsTo}">Continue</a></p>`
    : html`<p>On a computer that others use, close the browser as well: your organisation may still have you signed in.</p>
${again && html`<p><a class="button" href="${again}">Sign in again</a></p>`}`
}`,
  });
}
