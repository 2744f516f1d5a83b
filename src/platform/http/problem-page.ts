import { createHash } from 'node:crypto';
import { html } from './html.ts';
import type { Problem } from './problem.ts';

const STYLE = `:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto 0; padding: 0 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
small { opacity: .75; }`;

/** For the page alone: it loads nothing. */
export const problemPagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A problem for people: what a browser shows that was sent to an address by a link. */
export function problemPage(problem: Problem, requestId: string): string {
  const { title, detail } = problem.toJSON(requestId);
  const { markup } = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Crosswalk</title>
<link rel="icon" href="data:,">
<style>${{ markup: STYLE }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${detail}</p>
<p><small>Request ${requestId}</small></p>
</main>
</body>
</html>`;
  return `<!doctype html>${markup}`;
}
