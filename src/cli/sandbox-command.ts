import { once } from 'node:events';
import { createSandbox } from '@crosswalk/lti-platform';
import type { HubClient } from './client.ts';
import { withClient } from './connect.ts';
import { exitCodes, type Output } from './output.ts';

interface ToolConfiguration {
  oidc_initiation_url: string;
  target_link_uri: string;
  public_jwk_url: string;
}

interface RegistrationPage {
  data: { issuer: string; clientId: string }[];
  nextCursor: string | null;
}

/** `hub lti sandbox`: a small LMS, registered with the hub, until it is stopped. */
export async function sandboxCommand({ port }: { port: number }, out: Output): Promise<number> {
  const lms = await createSandbox({ port });
  try {
    await withClient(async (client) => {
      const hub = (await client.get('/v1/lti/configuration?for=canvas')) as ToolConfiguration;
      const tool = lms.register({
        name: 'Crosswalk',
        loginUrl: hub.oidc_initiation_url,
        redirectUris: [hub.target_link_uri],
        jwksUrl: hub.public_jwk_url,
        targetLinkUri: hub.target_link_uri,
        deepLinkUri: new URL('deep-link', hub.target_link_uri).href,
      });
      const { clientId } = tool;
      const { issuer } = lms;
      // Its ids are the same at each start.
      if (await isRegistered(client, { issuer, clientId })) return;
      await client.send('POST', '/v1/lti/registrations', {
        ...{ name: 'Sandbox LMS', issuer, clientId },
        deploymentIds: tool.deploymentIds,
        authorizationEndpoint: lms.urls.authorize,
        tokenEndpoint: lms.urls.token,
        jwksUri: lms.urls.jwks,
        profile: 'spec',
      });
    });
    out.result({ url: lms.url }, [
      `Sandbox LMS: ${lms.url}`,
      `It is registered with the hub. The hub must be allowed to call it: start the hub with OUTBOUND_ALLOW=${new URL(lms.url).hostname}`,
      'Open a course, add activities as the teacher, open them as a student. Ctrl+C ends it.',
    ]);
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    return exitCodes.done;
  } finally {
    await lms.close();
  }
}

async function isRegistered(
  client: HubClient,
  { issuer, clientId }: { issuer: string; clientId: string },
): Promise<boolean> {
  let cursor = '';
  do {
    const from = cursor && `&cursor=${cursor}`;
    const page = (await client.get(`/v1/lti/registrations?limit=200${from}`)) as RegistrationPage;
    if (page.data.some((one) => one.issuer === issuer && one.clientId === clientId)) return true;
    cursor = page.nextCursor ?? '';
  } while (cursor);
  return false;
}
