/** Style of all sign-in pages: system fonts, light and dark, from a narrow window up. */
export const stylesheet = `
:root { color-scheme: light dark; --ink: #1c2230; --soft: #566074; --line: #d9dee7; --paper: #ffffff; --ground: #f4f6f9; --accent: #2447b2; --on-accent: #ffffff; --bad: #a3242c; --good: #14653a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #a5aec0; --line: #333b4c; --paper: #1b2130; --ground: #12161f; --accent: #9db6ff; --on-accent: #10182c; --bad: #ff9ca1; --good: #7fd8a4; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground); overflow-wrap: anywhere; }
main { max-width: 46rem; margin-inline: auto; padding: 1.5rem 1.25rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; margin: 0 0 .5rem; }
h2 { font-size: 1.125rem; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, ul, ol { margin: .5rem 0; }
ol > li, ul > li { margin-block: .35rem; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin-block: 1rem; }
section > :last-child { margin-block-end: 0; }
.soft { color: var(--soft); }
.bad { color: var(--bad); }
.good { color: var(--good); }
a { color: var(--accent); }
button, .button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
button.quiet, .button.quiet { background: transparent; color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .75rem; margin: .35rem 0 .75rem; white-space: pre-wrap; }
.reference { font-size: 1.125rem; font-weight: 600; letter-spacing: .08em; }
.values { margin: .5rem 0; }
.values > div { display: grid; grid-template-columns: 34% minmax(0, 1fr); padding-block: .5rem; border-block-end: 1px solid var(--line); }
.values > :last-child { border-block-end: 0; }
.values.stacked > div { grid-template-columns: minmax(0, 1fr); }
.values dt { font-size: .875rem; font-weight: 600; color: var(--soft); }
.values dd { margin: 0; }
.values code { user-select: all; }
summary { font-weight: 600; cursor: pointer; min-height: 1.75rem; }
.field { display: grid; gap: .25rem; margin-block: .75rem; min-width: 0; }
.field > span { font-size: .875rem; font-weight: 600; }
.field > * { min-width: 0; }
.field > small { color: var(--soft); font-size: .875rem; }
input, select, textarea { font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--soft); border-radius: .5rem; padding: .45rem .6rem; min-height: 2.75rem; inline-size: 100%; min-width: 0; }
textarea { min-height: 8rem; font-family: ui-monospace, monospace; font-size: .85rem; }
fieldset { border: 0; margin: .75rem 0; padding: 0; min-width: 0; }
legend { font-weight: 600; padding: 0; margin-block-end: .25rem; }
.choice { display: flex; gap: .6rem; align-items: baseline; padding-block: .35rem; min-height: 1.75rem; }
.choice input { inline-size: 1.125rem; block-size: 1.125rem; min-height: 0; flex: none; accent-color: var(--accent); transform: translateY(.15rem); }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-block: 1rem 0; align-items: center; }
.steps { list-style: none; padding: 0; }
.steps li { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; border-block-end: 1px solid var(--line); padding-block: .6rem; margin: 0; }
.steps li:last-child { border-block-end: 0; }
[hidden] { display: none; }
@media (max-width: 30rem) { main { padding-inline: .75rem; } section { padding: 1rem; } .values > div { grid-template-columns: minmax(0, 1fr); } }
`;

/** Sends a form by itself; without it there is a button. */
export const submitScript = "document.querySelector('form').submit();\n";
