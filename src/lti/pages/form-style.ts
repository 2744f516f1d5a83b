/** Style of pages with forms: registration, claims, the picker. */
export const formStyle = `
section > :first-child { margin-block-start: 0; }
section > :last-child { margin-block-end: 0; }
section tr:last-child > * { border-block-end: 0; }
fieldset { border: 0; margin: .75rem 0; padding: 0; min-width: 0; }
legend { font-weight: 600; padding: 0; margin-block-end: .25rem; }
.choice { display: flex; gap: .6rem; align-items: baseline; padding-block: .35rem; min-height: 1.75rem; }
.choice input { inline-size: 1.125rem; block-size: 1.125rem; flex: none; accent-color: var(--accent); transform: translateY(.15rem); }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-block: 1rem; }
button.quiet, .button.quiet { background: transparent; color: var(--accent); }
button[aria-disabled='true'], button:disabled { opacity: .65; cursor: default; }
.field { display: grid; gap: .25rem; min-width: 0; margin-block: .5rem; }
.field > span { font-size: .875rem; color: var(--soft); }
input[type=search], input[type=text], input[type=number], input[type=datetime-local], input[type=date], select { font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--soft); border-radius: .5rem; padding: .45rem .6rem; min-height: 2.75rem; inline-size: 100%; min-width: 0; }
th[scope=row] { inline-size: 40%; }
`;
