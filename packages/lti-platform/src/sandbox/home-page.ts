import type { Answer } from '../http/answer.ts';
import type { Platform } from '../platform.ts';
import { page, toolFrame } from './layout.ts';
import { markup } from './markup.ts';

export function homePage({ courses, tools }: Platform): Answer {
  const [tool] = tools();
  return page(
    'Home',
    markup`<h1>A small LMS to try a tool with</h1>
<section><h2>Tool</h2>
${
  tool
    ? markup`<p><strong>${tool.name}</strong> is connected. Open a course, add an activity as the teacher, then open it as a student.</p>
<p class="soft">Client id ${tool.clientId}, deployment ${tool.deploymentIds.join(', ')}</p>`
    : markup`<p>No tool is connected yet. Make an invitation in the hub (<code>POST /v1/lti/invitations</code>) and paste its address here: the tool then registers itself.</p>
<form action="/connect"><label>Registration address <input name="url" type="url" required placeholder="https://…/lti/register?token=…"></label>
<button>Connect</button></form>`
}</section>
<section><h2>Courses</h2><ul>${courses
      .all()
      .map(
        ({ id, title, members }) =>
          markup`<li><a href="/courses/${id}">${title}</a> <span class="soft">${members.size} people</span></li>`,
      )}</ul></section>`,
  );
}

/** The tool's registration page, as LMSs show it to their administrators. */
export function connectPage({ urls, invitations }: Platform, address: string): Answer {
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
    return page(
      'Not connected',
      markup`<h1>That is no address</h1><p>Paste the whole registration address, from <code>http</code> on.</p><p><a href="/">Back</a></p>`,
      400,
    );
  }
  const src = new URL(address);
  src.searchParams.set('openid_configuration', urls.configuration);
  src.searchParams.set('registration_token', invitations.invite());
  return page(
    'Connect a tool',
    markup`<h1>Connect a tool</h1>
<p>This is the tool's own page. It closes itself when the tool is connected.</p>
${toolFrame({ src: String(src), title: 'Registration of the tool' })}
<script>
addEventListener('message', ({ data, origin }) => {
  if (origin === ${{ text: JSON.stringify(src.origin) }} && data && data.subject === 'org.imsglobal.lti.close') location = '/';
});
</script>`,
  );
}
