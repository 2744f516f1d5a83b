import type { Context } from 'koa';
import { type Html, html } from '../../platform/http/html.ts';
import type { Underway } from '../attempts/record-attempt.ts';
import type { ToldPerson } from '../sign-in/person-of.ts';
import type { Told } from '../sign-in/told.ts';
import type { SsoError } from '../sso-error.ts';
import { adviceFor } from './advice.ts';
import { sendPage } from './page.ts';

type Tested =
  | { tested: ToldPerson; told: Told }
  | { refused: { error: SsoError; reference: string } };

/** What a test of a connection showed: to whoever began it in this browser, and to nobody else. */
export function sendTestPage(
  ctx: Context,
  {
    underway,
    backTo = '/',
    ...result
  }: Tested & { underway: Underway; backTo: string | undefined },
): void {
  const isGood = 'tested' in result;
  sendPage(ctx, {
    title: isGood ? 'The test succeeded' : 'The test failed',
    status: isGood ? 200 : 400,
    body: html`<h1 class="${isGood ? 'good' : 'bad'}">${isGood ? 'The test succeeded' : 'The test failed'}</h1>
<p class="soft">${underway.connection.name}. A test signs nobody in and changes nobody.</p>
${isGood ? shownPerson(result) : shownError(result.refused)}
${shownSteps(underway)}
${isGood && shownAttributes(result.told)}
<p class="actions"><a class="button" href="${backTo}">Back</a></p>`,
  });
}

function shownError({ error, reference }: { error: SsoError; reference: string }): Html {
  return html`<section><h2>What went wrong</h2>
<p>${error.message}.</p>
<p><strong>What to do:</strong> ${adviceFor(error.code)}</p>
<p class="soft">Reference <code class="reference">${reference}</code> <code>${error.code}</code></p></section>`;
}

function shownPerson({ tested: { person, groups } }: { tested: ToldPerson }): Html {
  const rows: [string, string | null][] = [
    ['Known by', person.subject],
    ['Name', person.details.displayName],
    ['E-mail', person.details.email],
    ['E-mail counts as verified', person.emailVerified ? 'yes' : 'no'],
    ['User name', person.userName ?? null],
    ['External id', person.externalId ?? null],
    ['Groups', groups.join(', ') || null],
  ];
  return html`<section><h2>Who this is for us</h2><dl class="values">${rows.map(
    ([name, value]) =>
      html`<div><dt>${name}</dt><dd>${value ?? html`<span class="soft">not sent</span>`}</dd></div>`,
  )}</dl></section>`;
}

function shownSteps({ before, trail }: Underway): Html {
  const steps = [...before, ...trail.steps];
  const failed = steps.filter(({ error }) => error).length;
  const passed = steps.length - failed;
  return html`<section><details><summary>Checks: ${passed} passed${failed > 0 && `, ${failed} failed`}</summary>
<ul class="steps">${steps.map(
    ({ name, error }) =>
      html`<li><code>${name}</code>${error ? html`<strong class="bad">failed</strong>` : html`<span class="good">passed</span>`}</li>`,
  )}</ul></details></section>`;
}

function shownAttributes({ attributes }: Told): Html {
  return html`<section><h2>What your provider sent</h2><dl class="values stacked">${[...attributes]
    .slice(0, 100)
    .map(
      ([name, values]) =>
        html`<div><dt>${name}</dt><dd>${values.slice(0, 20).join(', ').slice(0, 500)}</dd></div>`,
    )}</dl></section>`;
}
