/** The start page's style sheet: system fonts, light and dark, from 320 px up. */
export const stylesheet = `
:root { color-scheme: light dark; --ink: #1c2230; --soft: #566074; --line: #d9dee7; --paper: #ffffff; --ground: #f4f6f9; --accent: #2447b2; --on-accent: #ffffff; --good: #17683a; --bad: #a3242c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #a5aec0; --line: #333b4c; --paper: #1b2130; --ground: #12161f; --accent: #9db6ff; --on-accent: #10182c; --good: #7fd6a2; --bad: #ff9ca1; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
header, main, footer { max-width: 56rem; margin-inline: auto; padding: 1rem 1.25rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; justify-content: space-between; padding-block-start: 1.5rem; }
header .name { font-weight: 700; font-size: 1.15rem; letter-spacing: -.01em; color: inherit; text-decoration: none; }
h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -.02em; margin: .5rem 0; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
p { margin: .5rem 0; }
.soft, footer { color: var(--soft); }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin-block: 1rem; }
a { color: var(--accent); }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: .75rem 0 0; }
header form { margin: 0; }
label { display: grid; gap: .25rem; font-size: .875rem; color: var(--soft); flex: 1 1 12rem; min-width: 0; }
input, select { font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--soft); border-radius: .5rem; padding: .5rem .6rem; min-height: 2.75rem; max-width: 100%; width: 100%; }
button, .button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
button.quiet { background: transparent; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; padding: .5rem .75rem .5rem 0; border-block-end: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { font-size: .8125rem; font-weight: 600; color: var(--soft); }
td:last-child { white-space: nowrap; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
pre, code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; white-space: pre-wrap; }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; margin: .5rem 0; }
progress { width: 100%; height: .75rem; accent-color: var(--accent); }
.good { color: var(--good); } .bad { color: var(--bad); }
ol, ul { padding-inline-start: 1.25rem; }
`;
