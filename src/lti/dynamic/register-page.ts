import { type Html, html } from '../../platform/http/html.ts';
import { scopes } from '../scopes.ts';
import type { OpenidConfiguration } from './openid-configuration.ts';
import type { RegistrationError } from './registration-error.ts';
import { offerOf } from './tool-configuration.ts';

/** What each scope is for, in the order in which an administrator would ask. */
const scopeTexts: [scope: string, text: string][] = [
  [
    scopes.readMembers,
    'Read who is in a course, so that people and groups are here before they come',
  ],
  [scopes.score, 'Write scores into the gradebook'],
  [scopes.lineItem, 'Make and find columns of the gradebook for its own activities'],
  [scopes.readResults, 'Read back the results in those columns, to compare them'],
  [scopes.noticeHandlers, 'Be told when a course is copied, so that copied links keep working'],
];

const placementTexts: Record<string, string> = {
  ContentArea: 'when content is added to a course',
  RichTextEditor: 'in the text editor',
  assignment_selection: 'when an assignment is made',
  link_selection: 'when a module item is added',
  editor_button: 'in the text editor',
  course_navigation: 'in the menu of a course',
};

interface Shown {
  /** Name of the institution here. */
  tenant: string;
  platform: OpenidConfiguration;
  /** What the form sends back. */
  fields: Record<string, string>;
}

/** Asks the platform's administrator, inside the platform, before anything is registered. */
export function confirmPage({ tenant, platform, fields }: Shown): Html {
  const offer = offerOf(platform);
  const { host } = new URL(platform.issuer);
  const granted = scopeTexts.filter(([scope]) => offer.scopes.includes(scope));
  return html`<h1>Connect ${host} with ${tenant}?</h1>
<p>Teachers of this learning platform will be able to put decks and quizzes of
<strong>${tenant}</strong> into their courses. Results arrive in their gradebooks.</p>
<section><table>
<tr><th scope="row">Learning platform</th><td>${host}${platform.productFamily && ` (${platform.productFamily})`}</td></tr>
<tr><th scope="row">Institution here</th><td>${tenant}</td></tr>
</table></section>
<form method="post" action="/lti/register">
${Object.entries(fields).map(
  ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
)}
<section><h2>What it may do there</h2>
${granted.length > 0 ? html`<ul>${granted.map(([, text]) => html`<li>${text}</li>`)}</ul>` : html`<p>Nothing but open its activities: this platform offers no services to tools.</p>`}
<p class="soft">It reads the name and e-mail address of people who open it, as far as the platform's privacy settings let it.</p></section>
<section><h2>Where it appears</h2>
<p>As links in courses.</p>
${placements(offer)}</section>
<p class="actions"><button>Connect</button>
<button class="quiet" type="button" data-lti-cancel>Cancel</button></p>
</form>`;
}

function placements({ placements: names, hasDeepLinking }: ReturnType<typeof offerOf>): Html {
  if (!hasDeepLinking) {
    return html`<p>This platform does not let teachers choose content: they make links by hand.</p>`;
  }
  if (names.length === 0) return html`<p>Where teachers choose content.</p>`;
  return html`<fieldset><legend>Teachers choose content from here</legend>
${names.map(
  (name) =>
    html`<label class="choice"><input type="checkbox" name="placement" value="${name}" checked> ${placementTexts[name] ?? name}</label>`,
)}</fieldset>`;
}

export function donePage({ tenant, host }: { tenant: string; host: string }): Html {
  return html`<h1 data-lti-close>Connected</h1>
<p>${host} and ${tenant} know each other now. This window closes by itself; if it does not, close it.</p>
<p class="soft">Some platforms ask their administrator to activate a new tool first.</p>`;
}

const todos: Record<RegistrationError['code'], string> = {
  invitation_unknown: 'Ask whoever sent you the link for another one.',
  invitation_used: 'Ask whoever sent you the link for another one.',
  invitation_expired: 'Ask whoever sent you the link for another one.',
  configuration_missing: 'Paste this link where the learning platform registers tools.',
  configuration_unreachable:
    'The hub must be able to reach the learning platform. Then open the link again: it is still good.',
  configuration_invalid: 'The platform has to be registered by hand.',
  registration_refused: 'Open the link again from the learning platform: it is still good.',
  already_registered:
    'Remove the tool that was just added in the learning platform, and look for the registration here.',
};

export function failedPage({ code, message }: RegistrationError): Html {
  return html`<h1>That did not work</h1>
<p>${message}</p>
<p>${todos[code]}</p>
<p><code class="soft">${code}</code></p>`;
}
