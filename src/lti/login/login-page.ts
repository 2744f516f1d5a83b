import type { Context } from 'koa';
import { html } from '../../platform/http/html.ts';
import { frameAncestorsOf } from '../pages/frame-ancestors.ts';
import { sendPage } from '../pages/page.ts';
import type { Platform } from '../registrations/platforms.ts';
import type { BegunLogin } from './login.ts';

interface LoginPage {
  platform: Platform;
  begun: BegunLogin;
  /** As they came, to begin again in a window of its own. */
  parameters: URLSearchParams;
}

/**
 * Inside a frame it shows only there whether cookies work: the script of this page looks, goes on
 * with them or with the platform's storage, and offers a new window where neither works.
 */
export function sendLoginPage(ctx: Context, { platform, begun, parameters }: LoginPage): void {
  const { authorizationUrl, binding, storageTarget = '' } = begun;
  const fields = [...parameters].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const body = html`<div id="login" data-authorization-url="${authorizationUrl}"
 data-binding-name="${binding.name}" data-binding-secret="${binding.secret}"
 data-storage-target="${storageTarget}" data-storage-origin="${new URL(authorizationUrl).origin}"></div>
<p id="waiting" role="status">Opening the activity ...</p>
<section id="window" hidden>
<h1 tabindex="-1">Open in a new window</h1>
<p>This browser does not let the activity remember you inside your course. In a window of its own it works.</p>
<form method="post" action="/lti/login" target="_blank">${fields}<button>Open the activity</button></form>
</section>
<noscript><p>JavaScript is off. Turn it on to open the activity.</p></noscript>`;
  sendPage(ctx, {
    title: 'Opening the activity',
    body,
    frameAncestors: frameAncestorsOf(platform),
    scripts: ['/lti/assets/storage.js', '/lti/assets/login.js'],
  });
}
