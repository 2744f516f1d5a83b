import type { SsoProfile } from '../../connections/connection.schema.ts';
import { adfs } from './adfs.ts';
import { entra } from './entra.ts';
import { generic } from './generic.ts';
import { google } from './google.ts';
import type { Guide } from './guide.ts';
import { keycloak } from './keycloak.ts';
import { okta } from './okta.ts';

export const guides: Record<SsoProfile, Guide> = { entra, okta, google, keycloak, adfs, generic };
