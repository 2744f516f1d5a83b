import { type Html, html } from '../platform/http/html.ts';
import { courseTable } from './course-pages.ts';
import type { CourseRow, DeckRow, ExportView, ImportView } from './start-actions.ts';

/** For whoever comes without a session. */
export function welcome(): Html {
  return html`<h1>The hub is running</h1>
<p>Crosswalk connects decks, learners and results with the LMSs and HR systems you already have.</p>
<section><h2>What to do next</h2>
<ol>
<li>Open the <strong>admin link</strong> that the terminal printed at the first start. It works once and signs this browser in.</li>
<li>Import a deck: an Anki package, a spreadsheet or a deck document.</li>
<li>Study it in the browser, or export it as a SCORM package for your LMS.</li>
</ol>
<p class="soft">No link any more? <code>npx hub admin-link</code> makes a new one. With the API key, everything works from the <a href="/docs">API</a> as well.</p>
</section>`;
}

/** A link is opened by many programs; only a person presses a button. */
export function confirmLink(): Html {
  return html`<h1>Sign in as administrator</h1>
<section><p>This link works once. It signs this browser in for twelve hours.</p>
<form method="post"><button>Sign in</button></form></section>`;
}

export function spentLink(): Html {
  return html`<h1>This link does not work any more</h1>
<section><p>An admin link works once and for one day. Make a new one where the hub runs:</p>
<pre>npx hub admin-link</pre></section>`;
}

export function dashboard(decks: readonly DeckRow[], courses: readonly CourseRow[]): Html {
  return html`<h1>Your hub</h1>
<section><h2>Import</h2>
<p class="soft">Anki packages (.apkg, .colpkg), spreadsheets (.csv, .tsv, .xlsx), deck documents (.json) and courses (SCORM, cmi5, xAPI or AICC packages). Importing a file again changes only what has changed in it.</p>
<form method="post" action="/start/imports" enctype="multipart/form-data">
<label>File <input type="file" name="file" required></label><button>Import</button></form></section>
<section><h2>Decks</h2>${decks.length > 0 ? deckTable(decks) : html`<p class="soft">No decks yet. Import a file, and its decks appear here.</p>`}</section>
${courses.length > 0 && html`<section><h2>Courses</h2>${courseTable(courses)}</section>`}
<section><h2>API keys</h2>
<p class="soft">A key is shown once, when it is made.</p>
<form method="post" action="/start/keys">
<label>Name <input name="name" required maxlength="200" autocomplete="off"></label>
<label>Role <select name="role"><option value="admin">Admin</option><option value="institution_admin">Institution admin</option><option value="program_coordinator">Program coordinator</option></select></label>
<button>Make a key</button></form></section>`;
}

function deckTable(decks: readonly DeckRow[]): Html {
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">Deck</th><th scope="col">State</th></tr></thead>
<tbody>${decks.map(
    ({
      id,
      path,
      revision,
    }) => html`<tr><td><a href="/start/decks/${id}">${path.replaceAll('::', ' › ')}</a></td>
<td>${revision > 0 ? `revision ${revision}` : 'draft'}</td></tr>`,
  )}</tbody></table></div>`;
}

export function deckPage({ id, path, revision }: DeckRow): Html {
  if (revision === 0) {
    return html`<h1>${path.replaceAll('::', ' › ')}</h1><section><p>This deck is a draft. Publish it over the API, and it can be studied and exported.</p></section>`;
  }
  return html`<h1>${path.replaceAll('::', ' › ')}</h1>
<p class="soft">Revision ${revision}, with the decks below it.</p>
<section><h2>Study</h2><p>Opens the player in this browser, as yourself.</p>
<form method="post" action="/start/decks/${id}/play"><label>Mode <select name="mode"><option value="study">Study (spaced repetition)</option><option value="test">Test (scored, one pass)</option></select></label><button>Open the player</button></form></section>
<section><h2>Export</h2>
<form method="post" action="/start/decks/${id}/exports"><label>Format <select name="format"><option value="scorm12">SCORM 1.2 package, for an LMS</option><option value="scorm2004-4">SCORM 2004 (4th edition) package</option><option value="scorm2004-3">SCORM 2004 (3rd edition) package</option><option value="cmi5">cmi5 package</option><option value="xapi">xAPI package (tincan.xml)</option><option value="qti3">QTI 3 questions, for an LMS's own quizzes</option><option value="apkg">Anki package (.apkg)</option><option value="csv">Spreadsheet (.csv)</option><option value="json">Deck document (.json)</option></select></label><button>Export</button></form></section>`;
}

export function newKey(key: string): Html {
  return html`<h1>Your new API key</h1>
<section><p>Copy it now: it is not shown again.</p><pre>${key}</pre>
<p><a class="button" href="/">I have copied it</a></p></section>`;
}

const counted = ['decks', 'notes', 'cards', 'reviews', 'media', 'people', 'groups'] as const;

export function importPage({ fileName, status, progress, report, error }: ImportView): Html {
  const isRunning = status === 'queued' || status === 'running';
  const heading = {
    queued: 'Waiting',
    running: 'Importing',
    succeeded: 'Imported',
    failed: 'Not imported',
  };
  const shown = counted.filter((of) => Object.values(report[of]).some((n) => n > 0));
  return html`<h1>${heading[status]}: ${fileName}</h1>
${
  isRunning &&
  html`<section aria-live="polite"><p>${progress.done} of ${progress.total || 'an unknown number of'} items</p>
<progress max="${progress.total || 1}" value="${progress.done}">${progress.done}</progress>
<p class="soft">This page looks again by itself; it may be closed meanwhile.</p></section>`
}
${error && html`<section><p class="bad">${error.detail}</p></section>`}
${
  shown.length > 0 &&
  html`<section><h2>What came in</h2><div class="scroll"><table><thead><tr><th scope="col">Of</th><th scope="col" class="number">New</th><th scope="col" class="number">Updated</th><th scope="col" class="number">Unchanged</th><th scope="col" class="number">Conflicting</th><th scope="col" class="number">Failed</th></tr></thead>
<tbody>${shown.map((of) => {
    const { new: fresh, updated, unchanged, conflicting, failed } = report[of];
    return html`<tr><th scope="row">${of}</th><td class="number">${fresh}</td><td class="number">${updated}</td><td class="number">${unchanged}</td><td class="number">${conflicting}</td><td class="number">${failed}</td></tr>`;
  })}</tbody></table></div></section>`
}
${
  report.problems.length > 0 &&
  html`<section><h2>${report.problemCount} remarks</h2><ul>${report.problems.slice(0, 50).map(({ at, reason }) => html`<li><strong>${at}</strong>: ${reason}</li>`)}</ul></section>`
}
${report.courseId && html`<p><a class="button" href="/start/courses/${report.courseId}">See the course</a></p>`}
<p><a href="/">Back to the start</a></p>`;
}

export function exportPage({ id, status, progress, error, fileName, fileBytes }: ExportView): Html {
  const isRunning = status === 'queued' || status === 'running';
  return html`<h1>Export</h1><section>
${isRunning && html`<p>Writing the file ...</p><progress max="${progress.total || 1}" value="${progress.done}">${progress.done}</progress>`}
${error && html`<p class="bad">${error.detail}</p>`}
${status === 'succeeded' && html`<p class="good">Ready: ${fileName} (${fileBytes} bytes)</p><p><a class="button" href="/v1/exports/${id}/file">Download</a></p>`}
</section><p><a href="/">Back to the decks</a></p>`;
}

export function failure(title: string, detail: string): Html {
  return html`<h1>${title}</h1><section><p class="bad">${detail}</p></section><p><a href="/">Back to the start</a></p>`;
}
