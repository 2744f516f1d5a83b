import type { SsoProfile } from '../connections/connection.schema.ts';
import { adfs } from './guides/adfs.ts';
import { entra } from './guides/entra.ts';
import { generic } from './guides/generic.ts';
import { google } from './guides/google.ts';
import { keycloak } from './guides/keycloak.ts';
import { okta } from './guides/okta.ts';

/** What an administrator does at one provider, one step a text. */
export interface Guide {
  name: string;
  /** As a place: "In ...". */
  place?: string;
  saml: readonly string[];
  oidc: readonly string[];
  /** What the issuer looks like there. */
  issuer: string;
  /** Where the metadata is found. */
  metadata: string;
  scim: readonly string[] | { missing: string };
}

export const guides: Record<SsoProfile, Guide> = { entra, okta, google, keycloak, adfs, generic };
