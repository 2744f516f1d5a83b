import { type Html, html } from '../../platform/http/html.ts';
import type { Language } from '../texts/languages.ts';
import { pickerTexts } from '../texts/picker/picker-tables.ts';
import type { PickerTexts } from '../texts/picker/picker-texts.ts';
import { filled } from '../texts/plural.ts';
import type { Picking } from './picker-session.ts';

interface Shown {
  token: string;
  picking: Picking;
  /** Name of the institution. */
  tenant: string;
  language: Language;
}

/** The picker: a search, its results, and what is chosen; the script fills it. */
export function pickerPage({ token, picking, tenant, language }: Shown): Html {
  const { accepts, target, title } = picking;
  const t = pickerTexts[language];
  if (!accepts.links) return nothingFits(token, t);
  const isSingle = !accepts.multiple;
  return html`<h1>${t.title}</h1>
<p class="soft">${filled(t.from, { tenant })} ${isSingle ? t.oneFits : t.severalFit}</p>
<form method="post" action="/lti/deep-link/respond" id="picker" data-token="${token}"
 data-mode="${isSingle ? 'single' : 'multiple'}" data-graded="${accepts.lineItems ? 'yes' : 'no'}" data-title="${title ?? ''}" data-texts="${JSON.stringify(t)}">
<input type="hidden" name="session" value="${token}">
<input type="hidden" name="items" value="">
<label class="field" for="q"><span>${t.search}</span>
<input type="search" id="q" autocomplete="off" placeholder="${t.allDecks}"></label>
<p id="status" class="soft" role="status"></p>
<fieldset><legend class="hidden">${t.decks}</legend><ul id="results" class="rows"></ul></fieldset>
<p><button type="button" class="quiet" id="more" hidden>${t.showMore}</button></p>
<section id="chosen" aria-labelledby="chosen-title" hidden>
<h2 id="chosen-title">${t.chosen}</h2><div id="cards"></div></section>
<p id="problem" class="bad" role="alert"></p>
<p class="actions bar"><button id="add" disabled>${target.kind === 'link' ? t.use : t.add}</button>
${cancelButton(t)}</p>
</form>
<dialog id="preview" aria-labelledby="preview-title"><div class="head"><h2 id="preview-title"></h2>
<button type="button" class="quiet" id="preview-close">${t.closePreview}</button></div>
<iframe id="preview-frame" title="${t.preview}"></iframe></dialog>
<noscript><p class="bad">${t.needsScript}</p></noscript>`;
}

function nothingFits(token: string, t: PickerTexts): Html {
  return html`<h1>${t.nothingFits}</h1>
<p>${t.nothingFitsTodo}</p>
<form method="post" action="/lti/deep-link/respond"><input type="hidden" name="session" value="${token}">
<p class="actions">${cancelButton(t)}</p></form>`;
}

function cancelButton({ cancel }: PickerTexts): Html {
  return html`<button class="quiet" formaction="/lti/deep-link/cancel" formnovalidate>${cancel}</button>`;
}

/** Sends the answer to the platform by itself (Deep Linking 2.0 4.5: a form post of `JWT`). */
export function respondPage({
  returnUrl,
  jwt,
  texts: { oneMoment, goingBack, goBack },
}: {
  returnUrl: string;
  jwt: string;
  texts: PickerTexts;
}): Html {
  return html`<h1>${oneMoment}</h1><p role="status">${goingBack}</p>
<form method="post" action="${returnUrl}" data-post><input type="hidden" name="JWT" value="${jwt}">
<noscript><button>${goBack}</button></noscript></form>`;
}
