/** Of both standards: who may come in, and for how long. */
export interface SignInSettings {
  /** `create`: whoever the provider signs in; `known`: only people who are known here already. */
  jit: 'create' | 'known';
  /** Lower case; e-mails of these count as verified once the tenant has shown that they are its own. */
  domains: string[];
  /** Whether people without an e-mail in `domains` are refused. */
  onlyDomains: boolean;
  sessionMinutes: number;
  /** The attribute or claim that says who it is; null: the NameID, or `sub`. */
  subject: string | null;
}

export interface SamlSettings extends SignInSettings {
  /** Entity ID of the provider. */
  idpEntityId: string;
  ssoUrl: string;
  ssoBinding: 'redirect' | 'post';
  /** By redirect; null: it offers none. */
  sloUrl: string | null;
  /** Where answers go; null: where requests go. */
  sloResponseUrl: string | null;
  /** Base64 of the DER; any of them may sign, so that the provider can change its own. */
  certificates: string[];
  /** What has to be signed. */
  signed: 'either' | 'assertion' | 'response' | 'both';
  signRequests: boolean;
  allowIdpInitiated: boolean;
  nameIdFormat: string | null;
  /** Read again each day. */
  metadataUrl: string | null;
  /** When the metadata was last read, RFC 3339. */
  metadataAt: string | null;
}

export interface OidcSettings extends SignInSettings {
  issuer: string;
  clientId: string;
  scopes: string[];
  clientAuth: 'client_secret_basic' | 'client_secret_post' | 'none';
}

const defaultSignIn: SignInSettings = {
  jit: 'create',
  domains: [],
  onlyDomains: false,
  sessionMinutes: 480,
  subject: null,
};

export const defaultSaml: SamlSettings = {
  ...defaultSignIn,
  idpEntityId: '',
  ssoUrl: '',
  ssoBinding: 'redirect',
  sloUrl: null,
  sloResponseUrl: null,
  certificates: [],
  signed: 'either',
  signRequests: true,
  allowIdpInitiated: false,
  nameIdFormat: null,
  metadataUrl: null,
  metadataAt: null,
};

export const defaultOidc: OidcSettings = {
  ...defaultSignIn,
  issuer: '',
  clientId: '',
  scopes: ['openid', 'profile', 'email'],
  clientAuth: 'client_secret_basic',
};

/** Name of the client secret among the tenant's secrets. */
export function clientSecretName(connectionId: string): string {
  return `sso-client:${connectionId}`;
}
