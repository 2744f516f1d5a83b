/** Style of the learner's home: system fonts, light and dark, from a narrow window up. */
export const homeStyle = `
:root { color-scheme: light dark; --ink: #1c2230; --soft: #566074; --line: #d9dee7; --paper: #ffffff; --ground: #f4f6f9; --accent: #2447b2; --on-accent: #ffffff; --bad: #a3242c; --good: #14653a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #a5aec0; --line: #333b4c; --paper: #1b2130; --ground: #12161f; --accent: #9db6ff; --on-accent: #10182c; --bad: #ff9ca1; --good: #7fd8a4; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .5rem 1rem; max-width: 46rem; margin-inline: auto; padding: .75rem 1.25rem 0; }
header .name { font-weight: 700; }
main { max-width: 46rem; margin-inline: auto; padding: 1rem 1.25rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em; margin: 0 0 .5rem; }
h2 { font-size: 1.125rem; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .25rem 0; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin-block: 1rem; }
.soft { color: var(--soft); }
.bad { color: var(--bad); }
.good { color: var(--good); }
ul { list-style: none; padding: 0; margin: 0; }
li { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .5rem 1rem; border-block-end: 1px solid var(--line); padding-block: .75rem; }
li:last-child { border-block-end: 0; padding-block-end: 0; }
li > div { flex: 1 1 12rem; min-width: 0; }
button, .button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--accent); border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
button.quiet { background: transparent; color: var(--accent); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
