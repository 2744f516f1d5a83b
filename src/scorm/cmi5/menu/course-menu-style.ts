/** Style of the page of a course's parts: system fonts, light and dark, from a narrow window up. */
export const courseMenuStyle = `
:root { color-scheme: light dark; --ink: #1c2230; --soft: #566074; --line: #d9dee7; --paper: #ffffff; --accent: #2447b2; --on-accent: #ffffff; --good: #14653a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf2; --soft: #a5aec0; --line: #333b4c; --paper: #12161f; --accent: #9db6ff; --on-accent: #10182c; --good: #7fd8a4; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
main { max-width: 46rem; margin-inline: auto; padding: 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.125rem; margin: .5rem 0 0; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .25rem 0; }
ol { list-style: none; margin: 0; padding: 0; }
ol ol { padding-inline-start: 1rem; }
li { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .5rem 1rem; border-block-end: 1px solid var(--line); padding-block: .75rem; }
li.block { display: block; border: 0; padding-block: 0; }
li > div { flex: 1 1 12rem; min-width: 0; }
.soft { color: var(--soft); }
.good { color: var(--good); }
.button { font-weight: 600; min-height: 2.75rem; padding: .5rem 1rem; border-radius: .5rem; background: var(--accent); color: var(--on-accent); text-decoration: none; display: inline-flex; align-items: center; }
.quiet { color: var(--accent); display: inline-block; padding-block: .75rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
