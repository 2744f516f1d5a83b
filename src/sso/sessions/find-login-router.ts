import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { Database } from '../../platform/database/database.ts';
import type { RateLimiter } from '../../platform/http/authenticate.ts';
import { html } from '../../platform/http/html.ts';
import { connectionUrls } from '../connections/sso-connection.ts';
import { findConnectionOf } from '../domains/domain.store.ts';
import { sendPage } from '../pages/page.ts';
import { pageErrors } from '../pages/page-errors.ts';
import { domainOf } from '../sign-in/person-of.ts';
import { refuse } from '../sso-error.ts';

interface FindLoginDeps {
  database: Pick<Database, 'lookup'>;
  limiter: RateLimiter;
  publicUrl: string;
}

/** `/sso`: leads people to where their organisation signs them in, by the domain of their e-mail. */
export function findLoginRouter({ database, limiter, publicUrl }: FindLoginDeps): Router {
  const router = new Router();
  router.get(
    '/sso',
    pageErrors('/sso', async (ctx) => {
      const email = new URLSearchParams(ctx.querystring).get('email')?.trim() ?? '';
      if (email === '') return sendForm(ctx, { email });
      const { allowed, headers } = await limiter.check('address', ctx.ip);
      ctx.set(headers);
      if (!allowed) refuse('too_many', 'Too many from this address');
      const domain = domainOf(email);
      const found = domain && (await findConnectionOf(database.lookup, domain));
      if (!found) {
        return sendForm(ctx, {
          email,
          problem:
            'We know no organisation that signs in with this address. Use the link that your organisation gave you.',
        });
      }
      const url = new URL(connectionUrls(publicUrl, found).login);
      url.searchParams.set('hint', email.slice(0, 320));
      // The provider is led to from a page of ours: a form's policy would hold for its redirects, too.
      sendPage(ctx, {
        title: 'Signing in',
        leadsTo: `${url.pathname}${url.search}`,
        body: html`<h1>Signing in</h1><p><a class="button" href="${url.pathname}${url.search}">Continue</a></p>`,
      });
    }),
  );
  return router;
}

function sendForm(ctx: Context, { email, problem }: { email: string; problem?: string }): void {
  sendPage(ctx, {
    title: 'Sign in',
    status: problem ? 404 : 200,
    body: html`<h1>Sign in</h1>
<p>With the account of your school or organisation.</p>
${problem && html`<p class="bad" role="alert">${problem}</p>`}
<section><form action="/sso"><label class="field"><span>E-mail address</span><input type="email" name="email" required maxlength="320" autocomplete="email" value="${email}"></label>
<div class="actions"><button>Continue</button></div></form></section>`,
  });
}
