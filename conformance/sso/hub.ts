import { type HubClient, hubClient } from '../../tools/hub-client.ts';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import type { Identity } from './idp/identity.ts';
import type { Parties } from './idp/messages.ts';

/** A hub that identity providers are connected with. */
export interface SsoHub extends HubProcess {
  client: HubClient;
  /** PUBLIC_URL: a host that browsers trust although it has no TLS. */
  publicUrl: string;
  close(): Promise<void>;
}

const limits = { RATE_LIMIT: '10000000', RATE_LIMIT_IP: '10000000' };

export async function openSsoHub(env: Record<string, string> = {}): Promise<SsoHub> {
  const folder = await dataFolder();
  const settings = { ...limits, OUTBOUND_ALLOW: '127.0.0.1,localhost', ...env };
  const hub = await startHub({ dataDir: folder.path, env: settings });
  return {
    ...hub,
    client: hubClient(hub),
    publicUrl: hub.url.replace('127.0.0.1', 'localhost'),
    close: () => hub.stop().finally(folder.remove),
  };
}

export interface Connected extends Parties {
  id: string;
  login: string;
}

interface ConnectionView {
  id: string;
  urls: { login: string; entityId: string; acs: string; slo: string };
}

/** Connects a provider that the test plays itself. */
export async function connectSaml(
  client: HubClient,
  { certificate }: Identity,
  {
    idpEntityId = 'https://idp.example/saml',
    ...settings
  }: { idpEntityId?: string; allowIdpInitiated?: boolean } = {},
): Promise<Connected> {
  const { id, urls } = await client.call<ConnectionView>('POST', '/v1/sso/connections', {
    ...{ kind: 'saml', name: 'Attacked' },
    saml: {
      ...{ idpEntityId, ssoUrl: 'https://idp.example/sso', certificates: [certificate] },
      ...{ sloUrl: 'https://idp.example/slo', ...settings },
    },
  });
  return { id, idpEntityId, ...urls };
}
