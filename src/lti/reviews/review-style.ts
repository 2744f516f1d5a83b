/** Style of reviews, after that of forms. */
export const reviewStyle = `
:root { --good: #1d6b34; }
@media (prefers-color-scheme: dark) { :root { --good: #7fd49a; } }
.score { font-size: 1.25rem; font-weight: 600; }
.score .soft { font-size: 1rem; font-weight: 400; }
.counts { font-size: .8125rem; font-weight: 600; padding: .1rem .5rem; border: 1px solid var(--accent); border-radius: 1rem; color: var(--accent); }
.result { white-space: nowrap; }
.right { color: var(--good); }
.more { display: block; font-size: .875rem; color: var(--soft); }
.said { white-space: pre-wrap; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
textarea { font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--soft); border-radius: .5rem; padding: .5rem .75rem; inline-size: 100%; resize: vertical; }
`;
