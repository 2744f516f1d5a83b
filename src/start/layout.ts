import { type Html, html } from '../platform/http/html.ts';

interface PageOptions {
  title: string;
  /** Whether the reader is signed in. */
  isAdmin: boolean;
  /** Loads itself again after so many seconds: for work under way, without any script. */
  refresh?: number | undefined;
  body: Html;
}

/** One page of the start page, around its body. */
export function page({ title, isAdmin, refresh, body }: PageOptions): string {
  const signOut = html`<form method="post" action="/start/sign-out"><button class="quiet">Sign out</button></form>`;
  return `<!doctype html>${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${refresh && html`<meta http-equiv="refresh" content="${refresh}">`}
<title>${title} · Crosswalk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/start/style.css">
</head>
<body>
<header><a class="name" href="/">Crosswalk</a>${isAdmin && signOut}</header>
<main>${body}</main>
<footer><p><a href="/docs">API reference</a> · <a href="/health">Health</a></p></footer>
</body>
</html>`.markup
  }`;
}
