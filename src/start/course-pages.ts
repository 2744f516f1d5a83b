import { type Html, html } from '../platform/http/html.ts';
import type { CourseRow } from './start-actions.ts';

const kinds: Record<string, string> = {
  scorm12: 'SCORM 1.2',
  scorm2004: 'SCORM 2004',
  cmi5: 'cmi5',
  tincan: 'xAPI',
  aicc: 'AICC',
};

export function courseTable(courses: readonly CourseRow[]): Html {
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">Course</th><th scope="col">Kind</th></tr></thead>
<tbody>${courses.map(
    ({ id, title, kind }) => html`<tr><td><a href="/start/courses/${id}">${title}</a></td>
<td>${kinds[kind] ?? kind}</td></tr>`,
  )}</tbody></table></div>`;
}

export function coursePage({ id, title, kind, files, warnings }: CourseRow): Html {
  return html`<h1>${title}</h1>
<p class="soft">${kinds[kind] ?? kind}, ${files} files.</p>
<section><h2>Take the course</h2><p>Opens it in this browser, as yourself.</p>
<form method="post" action="/start/courses/${id}/play"><button>Open the course</button></form></section>
${
  warnings.length > 0 &&
  html`<section><h2>What was odd about the package</h2><ul>${warnings.map(({ at, reason }) => html`<li><strong>${at}</strong>: ${reason}</li>`)}</ul></section>`
}
<p><a href="/">Back to the start</a></p>`;
}
