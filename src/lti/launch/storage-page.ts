import type { Context } from 'koa';
import { hashToken } from '../../platform/crypto/one-time-tokens.ts';
import type { Database } from '../../platform/database/database.ts';
import { html } from '../../platform/http/html.ts';
import { findLogin } from '../login/login.store.ts';
import { frameAncestorsOf } from '../pages/frame-ancestors.ts';
import { sendPage } from '../pages/page.ts';
import type { Platform, Platforms } from '../registrations/platforms.ts';
import { bindingName } from './binding.ts';
import type { LaunchForm } from './launch-form.ts';

export interface Storage {
  platform: Platform;
  target: string;
}

/** Whether the platform may have kept the binding of this login; nothing is used up by asking. */
export async function findStorage(
  {
    database,
    platforms,
  }: { database: Pick<Database, 'lookup'>; platforms: Pick<Platforms, 'byId'> },
  state: string,
): Promise<Storage | undefined> {
  const login = await findLogin(database.lookup, hashToken(state));
  if (!login?.storageTarget || login.expiresAt.getTime() <= Date.now()) return undefined;
  const platform = await platforms.byId(login.registrationId);
  return platform && { platform, target: login.storageTarget };
}

/** A page that asks the platform's frame for the binding and posts the launch again with it. */
export function sendStoragePage(
  ctx: Context,
  { form, storage: { platform, target } }: { form: LaunchForm; storage: Storage },
): void {
  const { origin } = new URL(platform.registration.authorizationEndpoint);
  const body = html`<form id="launch" method="post" action="/lti/launch" data-storage-target="${target}"
 data-storage-origin="${origin}" data-binding-name="${bindingName(form.state)}">
<input type="hidden" name="id_token" value="${form.idToken}">
<input type="hidden" name="state" value="${form.state}">
<input type="hidden" name="storage_value" value="">
</form>
<p id="waiting" role="status">Opening the activity ...</p>
<section id="blocked" hidden>
<h1 tabindex="-1">The browser did not let us recognise you</h1>
<p>Open the activity again from your course, in a new window if your course offers that. If it goes on: allow cookies for this page, or use another browser.</p>
</section>
<noscript><p>JavaScript is off. Turn it on to open the activity.</p></noscript>`;
  sendPage(ctx, {
    title: 'Opening the activity',
    body,
    frameAncestors: frameAncestorsOf(platform),
    scripts: ['/lti/assets/storage.js', '/lti/assets/launch.js'],
  });
}
