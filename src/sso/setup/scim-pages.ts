import { type Html, html } from '../../platform/http/html.ts';
import type { SsoProfile } from '../connections/connection.schema.ts';
import { placeOf } from './guides/guide.ts';
import { guides } from './guides/guides.ts';
import type { ScimCallView, ScimView } from './setup-actions.ts';
import { backLink, stepList, valueList } from './setup-pages.ts';

interface ScimPageView {
  idp: SsoProfile;
  connection: ScimView | undefined;
  /** Shown once, when it was made. */
  token: string | undefined;
  calls: readonly ScimCallView[];
}

export function scimPage({ idp, connection, token, calls }: ScimPageView): Html {
  const { scim } = guides[idp];
  const name = placeOf(guides[idp]);
  if ('missing' in scim) {
    return html`<h1>Provisioning with ${name}</h1><section><p>${scim.missing}</p></section>${backLink}`;
  }
  if (!connection) {
    return html`<h1>Provisioning with ${name}</h1>
<section><p>Your provider then makes, changes and deactivates people here by itself.</p>
<form method="post" action="/sso/setup/scim"><button>Make the SCIM connection</button></form></section>${backLink}`;
  }
  return html`<h1>Provisioning with ${name}</h1>
<section><h2>1. In ${name}</h2>${stepList(scim)}
<h3>Values to enter there</h3>${valueList([
    ['SCIM address', connection.baseUrl],
    ['Token', token],
  ])}
${
  token
    ? html`<p><strong>Copy the token now: it is not shown again.</strong></p>`
    : html`<p class="soft">The token was shown when it was made.</p>
<form method="post" action="/sso/setup/scim/token"><button class="quiet">Make a new token</button></form>`
}</section>
<section><h2>2. Test</h2>
<p>Press the test button of your provider, then look here whether it came through.</p>
<p class="actions"><a class="button" href="/sso/setup/scim">Look again</a></p>
${calls.length === 0 ? html`<p class="soft">Nothing has come yet.</p>` : lastCalls(calls)}</section>
${backLink}`;
}

function lastCalls(calls: readonly ScimCallView[]): Html {
  return html`<h3>Last calls</h3><ul class="steps">${calls.map(
    ({ at, method, path, status }) =>
      html`<li><code>${method} ${readable(path)}</code><span><span class="${status < 400 ? 'good' : 'bad'}">${status < 400 ? 'accepted' : whyRefused(status)}</span> <span class="soft">${at.toISOString().slice(0, 19).replace('T', ' ')} UTC</span></span></li>`,
  )}</ul>`;
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}

function whyRefused(status: number): string {
  if (status === 401) return '401: the token is not the one above';
  if (status === 403) return '403: the token may not do that';
  if (status === 409) return '409: somebody has that user name already';
  return `refused with ${status}`;
}
