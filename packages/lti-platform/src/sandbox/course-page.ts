import type { Course, Person } from '../courses.ts';
import type { Answer } from '../http/answer.ts';
import { role } from '../names.ts';
import type { Platform } from '../platform.ts';
import { page, toolFrame } from './layout.ts';
import { type Markup, markup } from './markup.ts';

export const isTeacher = ({ roles }: Person) => roles.includes(role.instructor);
const nameOf = ({ givenName, familyName }: Person) => `${givenName} ${familyName}`;

interface Visit {
  course: Course;
  person: Person;
}

/** The course as one of its people sees it. */
export function coursePage(platform: Platform, { course, person }: Visit): Answer {
  const here = `/courses/${course.id}`;
  const as = `as=${encodeURIComponent(person.userId)}`;
  const people = [...course.members.values()];
  const hasTool = platform.tools().length > 0;
  return page(
    course.title,
    markup`<h1>${course.title}</h1>
<nav aria-label="Who you are"><ul><li class="soft">You are:</li>${people.map(
      (one) =>
        markup`<li><a href="${here}?as=${one.userId}"${one === person && markup` aria-current="true"`}>${nameOf(one)}${isTeacher(one) && ' (teacher)'}</a></li>`,
    )}</ul></nav>
<section><h2>Activities</h2>${activities(course, { here, as, isTeacher: isTeacher(person) })}
${
  isTeacher(person) &&
  (hasTool
    ? markup`<p><a class="button" href="${here}/add?${as}">Add activities from the tool</a></p>`
    : markup`<p>Connect a tool first, on the <a href="/">home page</a>.</p>`)
}</section>
${gradebook(platform, { course, person })}`,
  );
}

function activities(
  course: Course,
  view: { here: string; as: string; isTeacher: boolean },
): Markup {
  if (course.links.size === 0) {
    return markup`<p class="soft">${
      view.isTeacher
        ? 'Nothing here yet. Add activities: the tool lets you choose decks and quizzes.'
        : 'Nothing here yet. Your teacher has not added any activity.'
    }</p>`;
  }
  return markup`<ul>${[...course.links.values()].map(
    ({ id, title }) => markup`<li><a href="${view.here}/open/${id}?${view.as}">${title}</a></li>`,
  )}</ul>`;
}

function gradebook({ gradebook: book }: Platform, { course, person }: Visit): Markup {
  const items = book.lineItemsOf(course.id);
  const rows = [...course.members.values()].filter((one) =>
    isTeacher(person) ? !isTeacher(one) : one === person,
  );
  const title = isTeacher(person) ? 'Gradebook' : 'Your grades';
  if (items.length === 0) {
    return markup`<section><h2>${title}</h2><p class="soft">No columns yet. Activities with points make them.</p></section>`;
  }
  const cell = (itemId: string, { userId }: Person) => {
    const found = book.results(itemId).find((result) => result.userId === userId);
    if (found?.resultScore === undefined) return '–';
    return String(Math.round(found.resultScore * 100) / 100);
  };
  return markup`<section><h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table>
<thead><tr><th scope="col">Student</th>${items.map(
    ({ label, scoreMaximum }) =>
      markup`<th scope="col" class="number">${label} <span class="soft">of ${scoreMaximum}</span></th>`,
  )}</tr></thead>
<tbody>${rows.map(
    (one) =>
      markup`<tr><th scope="row">${nameOf(one)}</th>${items.map(
        ({ id }) => markup`<td class="number">${cell(id, one)}</td>`,
      )}</tr>`,
  )}</tbody></table></div>
<p class="soft">Scores arrive some seconds after the student's last answer. Load the page again to see them.</p></section>`;
}

/** An activity, or the tool's picker, in a frame of the course. */
export function framePage(
  { course, person }: Visit,
  { title, src }: { title: string; src: string },
): Answer {
  return page(
    title,
    markup`<p><a href="/courses/${course.id}?as=${person.userId}">Back to ${course.title}</a> <span class="soft">as ${nameOf(person)}</span></p>
<h1>${title}</h1>${toolFrame({ src, title })}`,
  );
}
