/** Standards by which a connection tells of people. */
export const connectionKinds = ['scim', 'saml', 'oidc', 'ldap'] as const;
export type ConnectionKind = (typeof connectionKinds)[number];

/** By what a connection recognises people whom another source made; e-mails only verified ones. */
export const linkingRules = ['none', 'verified_email', 'external_id', 'user_name'] as const;
export type LinkingRule = (typeof linkingRules)[number];

/** What a connection can tell of a person. */
export const mappedFields = [
  'displayName',
  'givenName',
  'familyName',
  'email',
  'locale',
  'timeZone',
  'userName',
  'externalId',
  'groups',
] as const;
export type MappedField = (typeof mappedFields)[number];

/**
 * From where in the source a field comes: a path of SCIM, an attribute of SAML or LDAP, a claim of
 * OpenID Connect. Left out: the surface's default; null: not taken.
 */
export type AttributeMapping = { [F in MappedField]?: string | null };

/** How many of the connection's people may leave within an hour: whichever of the two is less. */
export interface DepartureGuard {
  count: number;
  /** Of the connection's people; a handful may always leave. */
  percent: number;
}

export const defaultGuard: DepartureGuard = { count: 100, percent: 10 };

/** A directory or identity provider that tells of people. */
export interface Connection {
  id: string;
  kind: ConnectionKind;
  name: string;
  /** Whose behaviour it expects, such as `entra` or `generic`. */
  profile: string;
  linking: LinkingRule;
  mapping: AttributeMapping;
  guard: DepartureGuard;
  /** Between somebody's deletion there and when we forget who they were. */
  deletionDays: number;
  enabled: boolean;
  /** What only its surface knows, which checks its shape. */
  settings: unknown;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Where groups of a connection have their ids: theirs are unique within it only. */
export function groupKey(connectionId: string, theirs: string): string {
  return `${connectionId}:${theirs}`;
}
