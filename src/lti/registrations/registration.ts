import type { ProfileName, ProfileOverrides } from '../profiles/platform-profile.ts';

/** A platform and this tool as they know each other: issuer and client id (Core 1.3, 3.1.3). */
export interface Registration {
  /** Who registered; the tenant of a launch is its deployment's. */
  tenantId: string;
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string;
  /** "aud" of token requests, where the platform named one. */
  tokenAudience: string | null;
  profile: ProfileName;
  overrides: ProfileOverrides;
  /** By whose keys the hub signs: those at `/lti/jwks`, or the tenant's own. */
  keySet: 'shared' | 'tenant';
  /** Whether other tenants may claim deployments of it. */
  isShared: boolean;
  isEnabled: boolean;
  origin: 'manual' | 'dynamic' | 'ltijs';
  /** Of services, as the platform granted them; empty when it did not say. */
  scopes: string[];
  /** Origins beside the platform's own that may frame our pages. */
  frameAncestors: string[];
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Claim `tool_platform` (Core 1.3, 5.4.2.1). */
export interface ToolPlatform {
  guid?: string;
  name?: string;
  productFamilyCode?: string;
  version?: string;
}

/** Where the tool is put into the platform: it tells the tenant. */
export interface Deployment {
  tenantId: string;
  id: string;
  registrationId: string;
  /** The platform's id of it, at most 255 ASCII characters, case-sensitive. */
  deploymentId: string;
  name: string | null;
  isEnabled: boolean;
  platform: ToolPlatform | null;
  createdAt: Date;
  lastLaunchAt: Date | null;
}
