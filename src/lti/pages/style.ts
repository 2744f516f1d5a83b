/** Style of all LTI pages: system fonts, light and dark, from a narrow frame up. */
export const stylesheet = `
:root { color-scheme: light dark; --ink: #1c2230; --soft: #566074; --line: #d9dee7; --paper: #ffffff; --ground: #f4f6f9; --accent: #2447b2; --on-accent: #ffffff; --bad: #a3242c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #a5aec0; --line: #333b4c; --paper: #1b2130; --ground: #12161f; --accent: #9db6ff; --on-accent: #10182c; --bad: #ff9ca1; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
main { max-width: 44rem; margin-inline: auto; padding: 1.5rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; margin: 0 0 .5rem; }
h1:focus { outline: none; }
h2 { font-size: 1.0625rem; margin: 1.25rem 0 .25rem; }
p, ul, ol { margin: .5rem 0; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin-block: 1rem; }
.soft { color: var(--soft); }
.bad { color: var(--bad); }
a { color: var(--accent); }
button, .button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font-family: ui-monospace, monospace; font-size: .95em; overflow-wrap: anywhere; }
.reference { font-size: 1.125rem; font-weight: 600; letter-spacing: .08em; }
[hidden] { display: none; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; padding: .5rem .75rem .5rem 0; border-block-end: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { font-size: .8125rem; font-weight: 600; color: var(--soft); }
`;
