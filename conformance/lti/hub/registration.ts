import type { Platform, Tool } from '@crosswalk/lti-platform';
import type { HubClient } from '../../../tools/hub-client.ts';
import { formOf, openBrowser } from '../browser.ts';

interface ToolUrls {
  login: string;
  launch: string;
  jwks: string;
  deepLink: string;
}

/** `POST /v1/lti/registrations`, and the tool as the platform's administrator enters it. */
export async function registerByHand(
  client: HubClient,
  publicUrl: string,
  { platform, deployments = 1 }: { platform: Platform; deployments?: number | undefined },
): Promise<Tool> {
  const urls: ToolUrls = {
    login: `${publicUrl}/lti/login`,
    launch: `${publicUrl}/lti/launch`,
    jwks: `${publicUrl}/lti/jwks`,
    deepLink: `${publicUrl}/lti/deep-link`,
  };
  const tool = platform.register({
    name: 'Crosswalk',
    loginUrl: urls.login,
    redirectUris: [urls.launch],
    jwksUrl: urls.jwks,
    targetLinkUri: urls.launch,
    deepLinkUri: urls.deepLink,
    deployments,
  });
  await client.call('POST', '/v1/lti/registrations', {
    name: `${platform.profile.name} ${tool.clientId}`,
    issuer: platform.issuer,
    clientId: tool.clientId,
    deploymentIds: tool.deploymentIds,
    authorizationEndpoint: platform.urls.authorize,
    tokenEndpoint: platform.urls.token,
    jwksUri: platform.urls.jwks,
    profile: platform.profile.name,
  });
  return tool;
}

/** An invitation, opened and confirmed on the page that the platform shows to its administrator. */
export async function registerByInvitation(
  client: HubClient,
  platform: Platform,
  { token = platform.invitations.invite() }: { token?: string } = {},
): Promise<void> {
  const { url } = await client.call<{ url: string }>('POST', '/v1/lti/invitations', {});
  const page = new URL(url);
  page.searchParams.set('openid_configuration', platform.urls.configuration);
  page.searchParams.set('registration_token', token);
  const browser = openBrowser();
  const first = await browser.open(page.href);
  const form = formOf(first);
  if (first.status !== 200 || !form)
    throw new Error(`${first.status}: ${first.body.slice(0, 300)}`);
  const done = await browser.submit(form);
  if (done.status !== 200) throw new Error(`${done.status}: ${done.body.slice(0, 300)}`);
}
