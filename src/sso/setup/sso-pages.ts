import { type Html, html } from '../../platform/http/html.ts';
import type { SsoProfile } from '../connections/connection.schema.ts';
import { adviceFor } from '../pages/advice.ts';
import type { SsoErrorCode } from '../sso-error.ts';
import { type Guide, placeOf } from './guides/guide.ts';
import { guides } from './guides/guides.ts';
import type { AttemptView, SsoView } from './setup-actions.ts';
import { backLink, stepList, valueList } from './setup-pages.ts';

/** Which standard to sign in by. */
export function chooseKindPage(idp: SsoProfile): Html {
  return html`<h1>Single sign-on with ${placeOf(guides[idp])}</h1>
<section><h2>By which standard?</h2>
<form method="post" action="/sso/setup/sso">
<fieldset><legend>Standard</legend>
<label class="choice"><input type="radio" name="kind" value="saml" checked> <span>SAML 2.0: what most organisations use</span></label>
<label class="choice"><input type="radio" name="kind" value="oidc"> <span>OpenID Connect: fewer values to copy, with a secret that expires</span></label>
</fieldset>
<div class="actions"><button>Continue</button></div></form></section>${backLink}`;
}

interface SsoPageView {
  idp: SsoProfile;
  connection: SsoView;
  tests: readonly AttemptView[];
  problem: string | undefined;
}

export function ssoPage({ idp, connection, tests, problem }: SsoPageView): Html {
  const guide = guides[idp];
  return html`<h1>Single sign-on with ${placeOf(guide)}</h1>
${problem && html`<p class="bad" role="alert">${problem}</p>`}
<section><h2>1. In ${placeOf(guide)}</h2>${stepList(guide[connection.kind])}
<h3>Values to enter there</h3>${connection.kind === 'saml' ? samlValues(connection) : oidcValues(connection)}</section>
<section><h2>2. Here</h2>${connection.kind === 'saml' ? samlForm(guide, connection) : oidcForm(guide, connection)}</section>
${connection.isComplete && testSection(connection, tests)}
${connection.isComplete && enableSection(connection)}
<section><h2>Another standard</h2><p>Changing it deletes what you have entered here.</p>
<form method="post" action="/sso/setup/sso/restart"><button class="quiet">Begin again</button></form></section>
${backLink}`;
}

function samlValues({ urls }: SsoView): Html {
  return valueList([
    ['Entity ID', urls.entityId],
    ['ACS URL', urls.acs],
    ['Metadata', urls.metadata],
    ['Login URL', urls.login],
    ['Logout URL', urls.slo],
  ]);
}

function oidcValues({ urls }: SsoView): Html {
  return valueList([
    ['Redirect URI', urls.redirectUri],
    ['Back-channel logout', urls.backchannelLogout],
  ]);
}

function samlForm(guide: Guide, { saml, isComplete }: SsoView): Html {
  return html`${
    isComplete &&
    saml &&
    html`<p class="good">Known: ${saml.idpEntityId}, with ${saml.certificates.length} certificate${saml.certificates.length === 1 ? '' : 's'}.</p>`
  }
<form method="post" action="/sso/setup/sso/provider" enctype="multipart/form-data">
<label class="field"><span>Address of its metadata</span><input type="url" name="metadataUrl" inputmode="url" autocomplete="off" value="${saml?.metadataUrl ?? ''}"><small>Like ${guide.metadata}. It is read again each day, so that new certificates are known in time.</small></label>
<label class="field"><span>or the file with its metadata</span><input type="file" name="metadata" accept=".xml,application/xml,text/xml"></label>
<div class="actions"><button class="${isComplete ? 'quiet' : ''}">Save</button></div></form>`;
}

function oidcForm(guide: Guide, { oidc, isComplete }: SsoView): Html {
  return html`<form method="post" action="/sso/setup/sso/provider" enctype="multipart/form-data">
<label class="field"><span>Issuer</span><input type="url" name="issuer" required autocomplete="off" value="${oidc?.issuer ?? ''}"><small>Like ${guide.issuer}</small></label>
<label class="field"><span>Client ID</span><input type="text" name="clientId" required maxlength="400" autocomplete="off" value="${oidc?.clientId ?? ''}"></label>
<label class="field"><span>Client secret</span><input type="password" name="clientSecret" maxlength="4000" autocomplete="off"><small>${oidc?.hasSecret ? 'One is kept. Enter another one only to replace it.' : 'It is kept encrypted and never shown again.'}</small></label>
<div class="actions"><button class="${isComplete ? 'quiet' : ''}">Save</button></div></form>`;
}

function testSection({ urls }: SsoView, tests: readonly AttemptView[]): Html {
  return html`<section><h2>3. Test</h2>
<p>Signs you in at your provider and shows what it sent. Nobody is signed in here, and nobody is changed.</p>
<p class="actions"><a class="button" href="${urls.login}?test=1">Test the sign-in</a></p>
${
  tests.length > 0 &&
  html`<h3>Last tests</h3><ul class="steps">${tests.map(
    ({ outcome, createdAt, detail, errorCode, reference }) =>
      html`<li><span>${createdAt.toISOString().slice(0, 19).replace('T', ' ')} UTC</span>${
        outcome === 'done'
          ? html`<span class="good">succeeded</span>`
          : html`<span><strong class="bad">${outcome === 'refused' ? 'failed' : 'not finished'}</strong> ${detail ?? ''} ${errorCode && adviceFor(errorCode as SsoErrorCode)} <code>${reference}</code></span>`
      }</li>`,
  )}</ul>`
}</section>`;
}

function enableSection({ enabled }: SsoView): Html {
  return enabled
    ? html`<section><h2>4. On</h2><p class="good">Single sign-on is turned on.</p></section>`
    : html`<section><h2>4. Turn on</h2><p>From then on everybody to whom you gave access there can sign in here.</p>
<form method="post" action="/sso/setup/sso/enable"><button>Turn single sign-on on</button></form></section>`;
}
