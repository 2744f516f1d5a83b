import type { Platform, Tool, ToolRegistration } from '@crosswalk/lti-platform';
import { formOf, openBrowser, type Page } from '../browser.ts';
import type { Action } from '../peers/peer-app.ts';
import type { Feature, Member, ToolDriver } from '../tool-driver.ts';
import type { PeerProcess } from './peer-process.ts';

interface PeerOptions {
  name: string;
  version: string;
  offers: readonly Feature[];
}

/** A peer's process as a tool that the cases can drive. */
export function peerDriver(peer: PeerProcess, { name, version, offers }: PeerOptions): ToolDriver {
  const { urls } = peer;
  const act = (session: string, action: Action) => peer.ask({ session, action });
  const registration: ToolRegistration = {
    name,
    loginUrl: urls.login,
    redirectUris: [urls.launch],
    jwksUrl: urls.jwks,
    targetLinkUri: urls.launch,
  };
  return {
    ...{ name, version },
    offers: new Set(offers),
    isStrict: false,
    custom: {},
    settleMs: 0,
    connect: async (platform, options = {}) => {
      const tool = platform.register({ ...registration, ...options });
      await peer.ask({ register: detailsOf(platform, tool) });
      return tool;
    },
    judge: async ({ status, body }: Page) => {
      const [, session] = /"launched":"([^"]+)"/.exec(body) ?? [];
      return status === 200 && session !== undefined ? { session } : undefined;
    },
    score: async (session, score) => {
      await act(session, { do: 'score', ...score });
    },
    result: async (session) => {
      const share = await act(session, { do: 'result' });
      return typeof share === 'number' ? share : undefined;
    },
    members: async (session) => {
      const members = await act(session, { do: 'members' });
      return Array.isArray(members) ? members.map(asMember) : [];
    },
    choose: async (session, _page, choice) => {
      const body = String(await act(session, { do: 'choose', ...choice }));
      const form = formOf({ body, url: urls.launch });
      if (!form) throw new Error('the response is no form');
      return { action: form.action, jwt: form.fields.JWT ?? '' };
    },
    register: (platform, options = {}) => register(urls.register, platform, options),
    close: peer.close,
  };
}

function detailsOf(platform: Platform, { clientId, deploymentIds }: Tool) {
  return {
    name: `${platform.profile.name} ${clientId}`,
    issuer: platform.issuer,
    authorizationEndpoint: platform.urls.authorize,
    tokenEndpoint: platform.urls.token,
    jwksUri: platform.urls.jwks,
    ...{ clientId, deploymentIds },
  };
}

const asMember = ({ userId, roles }: Member): Member => ({ userId, roles });

/** Dynamic Registration 1.0 3.3, and the form that some tools show first. */
async function register(
  page: string,
  platform: Platform,
  { token = platform.invitations.invite() }: { token?: string },
): Promise<void> {
  const url = new URL(page);
  url.searchParams.set('openid_configuration', platform.urls.configuration);
  url.searchParams.set('registration_token', token);
  const browser = openBrowser();
  const first = await browser.open(url.href);
  if (first.status !== 200) throw new Error(`${first.status}: ${first.body}`);
  const form = formOf(first);
  if (!form) return;
  const done = await browser.submit(form);
  if (done.status !== 200) throw new Error(`${done.status}: ${done.body}`);
}
