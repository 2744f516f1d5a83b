import { type Answer, html } from '../http/answer.ts';
import { type Markup, markup } from './markup.ts';

const style = `
:root { color-scheme: light dark; --ink: #22201c; --soft: #635d52; --line: #ded8cc; --paper: #fff; --ground: #f7f4ee; --accent: #8a3b12; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #efeae1; --soft: #b6ad9d; --line: #443e34; --paper: #26221c; --ground: #191612; --accent: #ffb68a; --on-accent: #2b1204; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
header, main { max-width: 64rem; margin-inline: auto; padding: 1rem 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: baseline; }
header a { font-weight: 700; color: inherit; text-decoration: none; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin-block: 1rem; }
a { color: var(--accent); } .soft { color: var(--soft); } p { margin: .5rem 0; }
nav ul { list-style: none; padding: 0; margin: .5rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
[aria-current] { font-weight: 700; color: var(--ink); }
.scroll { overflow-x: auto; }
table { inline-size: 100%; border-collapse: collapse; }
th, td { text-align: start; padding: .5rem .75rem .5rem 0; border-block-end: 1px solid var(--line); }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
label { display: grid; gap: .25rem; flex: 1 1 18rem; font-size: .875rem; color: var(--soft); }
input { font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--soft); border-radius: .5rem; padding: .5rem .6rem; min-height: 2.75rem; inline-size: 100%; }
button, .button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
iframe.tool { inline-size: 100%; block-size: min(46rem, 78vh); border: 1px solid var(--line); border-radius: .75rem; background: var(--paper); }
`;

/** A page of the small LMS. */
export function page(title: string, body: Markup, status = 200): Answer {
  return html(
    `<!doctype html>${
      markup`<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Sandbox LMS</title><link rel="icon" href="data:,">
<style>${{ text: style }}</style></head>
<body><header><a href="/">Sandbox LMS</a><span class="soft">for trying out; forgets everything when it stops</span></header>
<main>${body}</main></body></html>`.text
    }`,
    status,
  );
}

/** A tool in a frame, and beside it the frame that keeps values for it (platform storage). */
export function toolFrame({ src, title }: { src: string; title: string }): Markup {
  return markup`<iframe name="${STORAGE_FRAME}" src="/storage" title="Storage" hidden></iframe>
<iframe class="tool" src="${src}" title="${title}" allow="autoplay; fullscreen"></iframe>`;
}

export const STORAGE_FRAME = 'sandbox_storage';

/** In a tool's frame: sends the whole page on. */
export function leaveFrame(path: string): Answer {
  const target = JSON.stringify(path).replaceAll('<', '\\u003c');
  return html(`<!doctype html><html lang="en"><title>One moment</title>
<script>top.location = ${target}</script>`);
}
