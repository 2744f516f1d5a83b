import { type Html, html } from '../../platform/http/html.ts';

interface Shown {
  code: string;
  /** Host of the platform. */
  host: string;
  /** As the platform calls itself. */
  school: string | undefined;
  deploymentId: string;
  /** Institution of whoever is signed in; undefined when nobody is. */
  tenant: string | undefined;
}

/** What a deployment is, and by which button it becomes the institution's. */
export function claimPage({ code, host, school, deploymentId, tenant }: Shown): Html {
  const title = tenant
    ? html`<h1>Connect this course platform with ${tenant}?</h1>`
    : html`<h1>Connect this course platform</h1>`;
  return html`${title}
<p>Somebody opened an activity from a place that no institution here has yet. Whoever connects it gets its launches, people and results.</p>
<section><table>
<tr><th scope="row">Learning platform</th><td>${host}</td></tr>
${school && html`<tr><th scope="row">Calls itself</th><td>${school}</td></tr>`}
<tr><th scope="row">Deployment</th><td><code>${deploymentId}</code></td></tr>
</table></section>
${
  tenant
    ? html`<form method="post" action="/lti/claim/${code}"><p>Connect it only if it is yours.</p>
<p class="actions"><button>Connect with ${tenant}</button></p></form>`
    : html`<h2>Sign in to go on</h2>
<p>An administrator of the institution opens an admin link first (<code>npx hub admin-link</code> makes one), then this page again. Or they send the code below to <code>POST /v1/lti/claims</code>.</p>
<section><p class="soft">Code, good once within 24 hours</p><p><code>${code}</code></p></section>`
}`;
}

export function claimedPage(tenant: string): Html {
  return html`<h1>Connected with ${tenant}</h1>
<p>Go back to the course and open the activity again.</p>`;
}

export function unclaimablePage(reason: string): Html {
  return html`<h1>This cannot be connected</h1><p>${reason}</p>
<p>Open the activity in the course again: it shows a new link.</p>`;
}
