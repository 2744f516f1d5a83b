import { type Html, html } from '../../platform/http/html.ts';
import { ssoProfiles } from '../connections/connection.schema.ts';
import { guides } from './guides/guides.ts';
import type { Setup } from './setup.store.ts';
import type { ScimCallView, SsoView } from './setup-actions.ts';

/** A link is opened by many programs; only a person presses a button. */
export function confirmPage(): Html {
  return html`<h1>Connect your identity provider</h1>
<section><p>This page walks you through single sign-on and automatic provisioning. You need to be an administrator of your identity provider; an account here is not needed.</p>
<p class="soft">The link opens once, in one browser. Stay in this one until you are done, or come back within its time.</p>
<form method="post"><button>Begin</button></form></section>`;
}

interface Overview {
  setup: Setup;
  sso: SsoView | undefined;
  /** Of the SCIM connection, the last ones. */
  calls: readonly ScimCallView[];
}

export function overviewPage({ setup, sso, calls }: Overview): Html {
  const { idp, parts, scimConnectionId } = setup;
  const states: Html[] = [];
  if (parts.includes('sso')) {
    const state = sso?.enabled ? 'on' : sso?.isComplete ? 'to be tested' : sso ? 'begun' : 'to do';
    states.push(part('Single sign-on', '/sso/setup/sso', state));
  }
  if (parts.includes('scim')) {
    const isOn = calls.some(({ status }) => status < 400);
    const state = isOn ? 'on' : scimConnectionId ? 'begun' : 'to do';
    states.push(part('Automatic provisioning (SCIM)', '/sso/setup/scim', state));
  }
  return html`<h1>${setup.name}</h1>
<p class="soft">Until ${setup.expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.</p>
<section><h2>Your identity provider</h2>
<form method="post" action="/sso/setup/idp">
<label class="field"><span>Provider</span><select name="idp" required>
${!idp && html`<option value="">Choose ...</option>`}
${ssoProfiles.map((name) => (name === idp ? html`<option value="${name}" selected>${guides[name].name}</option>` : html`<option value="${name}">${guides[name].name}</option>`))}
</select></label>
<div class="actions"><button class="${idp ? 'quiet' : ''}">${idp ? 'Change' : 'Continue'}</button></div></form></section>
${
  idp &&
  html`<section><h2>What to set up</h2><ul class="steps">${states}</ul></section>
<section><h2>When everything works</h2>
<p>Finishing ends this setup in this browser. What is turned on stays on.</p>
<form method="post" action="/sso/setup/finish"><button class="quiet">Finish</button></form></section>`
}`;
}

function part(name: string, href: string, state: string): Html {
  return html`<li><a href="${href}">${name}</a><span class="${state === 'on' ? 'good' : 'soft'}">${state}</span></li>`;
}

export function finishedPage(): Html {
  return html`<h1>You are done</h1>
<section><p>Thank you. Whoever sent you the link sees what you have set up, and you can close this page.</p></section>`;
}

/** Values to copy into the provider: a click selects one as a whole. */
export function valueList(values: readonly [string, string | undefined][]): Html {
  return html`<dl class="values">${values.flatMap(([name, value]) =>
    value === undefined ? [] : [html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`],
  )}</dl>`;
}

export function stepList(steps: readonly string[]): Html {
  return html`<ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>`;
}

export const backLink = html`<p><a href="/sso/setup">Back to the overview</a></p>`;
