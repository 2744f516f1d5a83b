import { type Html, html } from '../../platform/http/html.ts';
import type { Picking } from './picker-session.ts';

interface Shown {
  token: string;
  picking: Picking;
  /** Name of the institution. */
  tenant: string;
}

/** The picker: a search, its results, and what is chosen; the script fills it. */
export function pickerPage({ token, picking, tenant }: Shown): Html {
  const { accepts, target, title } = picking;
  if (!accepts.links) return nothingFits(token);
  const isSingle = !accepts.multiple;
  return html`<h1>Choose what learners get</h1>
<p class="soft">From ${tenant}. ${isSingle ? 'One activity fits here.' : 'Choose one or several.'}</p>
<form method="post" action="/lti/deep-link/respond" id="picker" data-token="${token}"
 data-mode="${isSingle ? 'single' : 'multiple'}" data-graded="${accepts.lineItems ? 'yes' : 'no'}" data-title="${title ?? ''}">
<input type="hidden" name="session" value="${token}">
<input type="hidden" name="items" value="">
<label class="field" for="q"><span>Search decks by name</span>
<input type="search" id="q" autocomplete="off" placeholder="All decks"></label>
<p id="status" class="soft" role="status"></p>
<fieldset><legend class="hidden">Decks</legend><ul id="results" class="rows"></ul></fieldset>
<p><button type="button" class="quiet" id="more" hidden>Show more</button></p>
<section id="chosen" aria-labelledby="chosen-title" hidden>
<h2 id="chosen-title">Chosen</h2><div id="cards"></div></section>
<p id="problem" class="bad" role="alert"></p>
<p class="actions bar"><button id="add" disabled>${target.kind === 'link' ? 'Use this' : 'Add'}</button>
${cancelButton()}</p>
</form>
<dialog id="preview" aria-labelledby="preview-title"><div class="head"><h2 id="preview-title"></h2>
<button type="button" class="quiet" id="preview-close">Close preview</button></div>
<iframe id="preview-frame" title="Preview"></iframe></dialog>
<noscript><p class="bad">Choosing needs JavaScript, which this browser has switched off.</p></noscript>`;
}

function nothingFits(token: string): Html {
  return html`<h1>Nothing of ours fits here</h1>
<p>This place of your learning platform takes no links to tools. Add the activity where external tools can be added.</p>
<form method="post" action="/lti/deep-link/respond"><input type="hidden" name="session" value="${token}">
<p class="actions">${cancelButton()}</p></form>`;
}

function cancelButton(): Html {
  return html`<button class="quiet" formaction="/lti/deep-link/cancel" formnovalidate>Cancel</button>`;
}

/** Sends the answer to the platform by itself (Deep Linking 2.0 4.5: a form post of `JWT`). */
export function respondPage({ returnUrl, jwt }: { returnUrl: string; jwt: string }): Html {
  return html`<h1>One moment</h1><p role="status">Going back to your course …</p>
<form method="post" action="${returnUrl}" data-post><input type="hidden" name="JWT" value="${jwt}">
<noscript><button>Go back to the course</button></noscript></form>`;
}
