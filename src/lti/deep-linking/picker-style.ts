export const pickerStyle = `
.hidden { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.rows { list-style: none; padding: 0; margin: .25rem 0; border: 1px solid var(--line); border-radius: .75rem; background: var(--paper); }
.rows:empty { border: 0; }
.rows li { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; justify-content: space-between; padding: .25rem .75rem; border-block-end: 1px solid var(--line); }
.rows li:last-child { border-block-end: 0; }
.rows .choice { flex: 1 1 12rem; min-width: 0; align-items: flex-start; }
.rows .name { display: block; overflow-wrap: anywhere; }
.rows .about { display: block; font-size: .875rem; color: var(--soft); }
.rows button { min-height: 2.25rem; padding: .25rem .75rem; border-color: transparent; }
.card { border-block-start: 1px solid var(--line); padding-block: .75rem; display: grid; gap: .25rem .75rem; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); align-items: end; }
.card:first-child { border-block-start: 0; padding-block-start: 0; }
.card .wide { grid-column: 1 / -1; }
details.wide summary { min-height: 1.75rem; padding-block: .35rem; cursor: pointer; }
.tags { display: grid; gap: 0 .75rem; grid-template-columns: repeat(auto-fill, minmax(min(12rem, 100%), 1fr)); max-block-size: 16rem; overflow: auto; }
.tags bdi { overflow-wrap: anywhere; }
.tags .about { display: block; font-size: .875rem; color: var(--soft); }
.bar { position: sticky; inset-block-end: 0; background: var(--ground); padding-block: .75rem; margin: 0; border-block-start: 1px solid var(--line); }
dialog { inline-size: min(60rem, 96vw); block-size: min(46rem, 92vh); padding: 0; border: 1px solid var(--line); border-radius: .75rem; background: var(--paper); color: var(--ink); }
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: rgb(0 0 0 / .5); }
dialog .head { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: center; padding: .75rem 1rem; }
dialog h2 { margin: 0; }
dialog iframe { flex: 1; inline-size: 100%; border: 0; border-block-start: 1px solid var(--line); background: var(--paper); }
`;
