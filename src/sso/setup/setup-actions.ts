import type { Context } from 'koa';
import type { Invoke } from '../../platform/http/invoke.ts';
import type { SsoProfile } from '../connections/connection.schema.ts';
import type { ConnectionUrls } from '../connections/sso-connection.ts';
import type { SetupVisit } from './setup-session.ts';

export interface SsoView {
  id: string;
  kind: 'saml' | 'oidc';
  enabled: boolean;
  isComplete: boolean;
  urls: ConnectionUrls;
  saml: { idpEntityId: string; metadataUrl: string | null; certificates: string[] } | null;
  oidc: { issuer: string; clientId: string; hasSecret: boolean } | null;
}

export interface ScimView {
  id: string;
  baseUrl: string;
}

export interface AttemptView {
  reference: string;
  outcome: 'done' | 'refused' | 'abandoned';
  errorCode: string | null;
  detail: string | null;
  createdAt: Date;
}

/** A call that the client of a directory made. */
export interface ScimCallView {
  at: Date;
  method: string;
  path: string;
  status: number;
}

const scimProfiles: Record<SsoProfile, string> = {
  ...{ entra: 'entra', okta: 'okta', google: 'google' },
  ...{ keycloak: 'generic', adfs: 'generic', generic: 'generic' },
};

/** What a setup does, each through a route of the API and with its rights. */
export function setupActions(invoke: Invoke, ctx: Context, { caller, setup }: SetupVisit) {
  const { requestId, log } = ctx.state;
  const base = { caller, request: ctx.req, requestId, log };
  const name = setup.name;
  // Sound because the routes answer what they document.
  return {
    getSso: async (connectionId: string) =>
      (await invoke('getSsoConnection', { ...base, params: { connectionId } })) as SsoView,
    createSso: async (kind: 'saml' | 'oidc', profile: SsoProfile) => {
      const body = { kind, name, profile, enabled: false };
      return (await invoke('createSsoConnection', { ...base, body })) as SsoView;
    },
    updateSso: async (connectionId: string, body: Record<string, unknown>) =>
      (await invoke('updateSsoConnection', { ...base, params: { connectionId }, body })) as SsoView,
    deleteSso: (connectionId: string) =>
      invoke('deleteSsoConnection', { ...base, params: { connectionId } }),
    lastTests: async (connectionId: string) => {
      const query = { connectionId, kind: 'test', limit: 3 };
      return ((await invoke('listSsoAttempts', { ...base, query })) as { data: AttemptView[] })
        .data;
    },
    getScim: async (connectionId: string) =>
      (await invoke('getScimConnection', { ...base, params: { connectionId } })) as ScimView,
    createScim: async (profile: SsoProfile) => {
      const body = { name, profile: scimProfiles[profile] };
      return (await invoke('createScimConnection', { ...base, body })) as ScimView & {
        token: string;
      };
    },
    newScimToken: async (connectionId: string) => {
      const params = { connectionId };
      const made = await invoke('createScimToken', { ...base, params, body: {} });
      return (made as { token: string }).token;
    },
    lastCalls: async (connectionId: string) => {
      const call = { ...base, params: { connectionId }, query: { limit: 5 } };
      return ((await invoke('listScimLog', call)) as { data: ScimCallView[] }).data;
    },
  };
}

export type SetupActions = ReturnType<typeof setupActions>;
