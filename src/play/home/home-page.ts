import type { Context } from 'koa';
import { type Html, html } from '../../platform/http/html.ts';
import type { HomeAssignment, HomeDeck } from './home.store.ts';

interface Shown {
  name: string;
  assignments: readonly HomeAssignment[];
  decks: readonly HomeDeck[];
  /** BCP 47, for dates. */
  locale: string | null;
  timeZone: string | null;
  now: Date;
}

/** What somebody can study: what they were given, and what they have begun. */
export function sendHome(ctx: Context, shown: Shown): void {
  const { name, assignments, decks } = shown;
  const isEmpty = assignments.length === 0 && decks.length === 0;
  send(ctx, {
    status: 200,
    isSignedIn: true,
    body: html`<h1>Hello, ${name}</h1>
${
  isEmpty &&
  html`<section><h2>Nothing to study yet</h2><p>As soon as your teacher assigns something to you, it appears here. You can close this page and come back later.</p></section>`
}
${assignments.length > 0 && html`<section><h2>Your assignments</h2><ul>${assignments.map((one) => assignmentRow(one, shown))}</ul></section>`}
${decks.length > 0 && html`<section><h2>Your decks</h2><ul>${decks.map(deckRow)}</ul></section>`}`,
  });
}

const modes = { study: 'Study', test: 'Test', course: 'Course' };

function assignmentRow(
  { id, title, mode, dueAt, scoreScaled, isCompleted }: HomeAssignment,
  { locale, timeZone, now }: Shown,
): Html {
  const isLate = dueAt !== null && dueAt < now && !isCompleted;
  const done = [
    isCompleted && 'Done',
    scoreScaled !== null && `${Math.round(scoreScaled * 100)} %`,
  ].filter(Boolean);
  return html`<li><div><h3>${title}</h3><p class="soft">${modes[mode]}${
    dueAt &&
    html` · <span class="${isLate ? 'bad' : ''}">due ${dateOf(dueAt, { locale, timeZone })}</span>`
  }${done.length > 0 && html` · <span class="good">${done.join(', ')}</span>`}</p></div>
<form method="post" action="/play/home/open"><input type="hidden" name="assignmentId" value="${id}"><button aria-label="Open ${title}">Open</button></form></li>`;
}

function deckRow({ id, title, due }: HomeDeck): Html {
  return html`<li><div><h3>${title}</h3><p class="soft">${due > 0 ? `${due} to review` : 'Nothing to review now'}</p></div>
<form method="post" action="/play/home/open"><input type="hidden" name="deckId" value="${id}"><button class="${due > 0 ? '' : 'quiet'}" aria-label="Study ${title}">Study</button></form></li>`;
}

function dateOf(
  date: Date,
  { locale, timeZone }: { locale: string | null; timeZone: string | null },
): string {
  return new Intl.DateTimeFormat(locale ?? 'en', {
    ...{ day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
    timeZone: timeZone ?? 'UTC',
    timeZoneName: 'short',
  }).format(date);
}

/** For whoever comes without a session. */
export function sendSignInPage(ctx: Context): void {
  send(ctx, {
    status: 401,
    isSignedIn: false,
    body: html`<h1>Please sign in</h1>
<section><p>You are not signed in, or your session has ended.</p>
<p><a class="button" href="/sso">Sign in</a></p></section>`,
  });
}

export function sendGonePage(ctx: Context): void {
  send(ctx, {
    status: 404,
    isSignedIn: true,
    body: html`<h1>This is not there any more</h1>
<section><p>It was taken back, or is not yours to study.</p>
<p><a class="button" href="/play/home">Back</a></p></section>`,
  });
}

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

function send(
  ctx: Context,
  { status, isSignedIn, body }: { status: number; isSignedIn: boolean; body: Html },
): void {
  ctx.status = status;
  ctx.set('Content-Security-Policy', POLICY);
  ctx.set('Referrer-Policy', 'same-origin');
  ctx.type = 'text/html';
  ctx.body = `<!doctype html>${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${isSignedIn ? 'Your study' : 'Sign in'} · Crosswalk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/play/assets/home.css">
</head>
<body>
<header><span class="name">Crosswalk</span>${isSignedIn && html`<form method="post" action="/sso/sign-out"><button class="quiet">Sign out</button></form>`}</header>
<main>${body}</main>
</body>
</html>`.markup
  }`;
}
