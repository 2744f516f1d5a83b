export type ClientProfile = 'entra' | 'okta' | 'onelogin' | 'jumpcloud' | 'google' | 'generic';

/**
 * Where clients leave the RFCs in ways that would be wrong for others. What can mean only one thing
 * (`"active": "False"`, `op: "Add"`, a manager as a string) is understood from everyone.
 */
export interface ClientQuirks {
  /** Entra's documentation prints `externalId eq jyoung` without quotes. */
  bareStrings: 'strings' | 'refused';
  /** Entra writes `replace emails[type eq "work"].value` for an element that is not there yet. */
  missingElement: 'created' | 'refused';
  /** Entra packs an app role into a string: `{"value": "{\"id\":...,\"value\":\"Admin\"}"}`. */
  packedRoles: 'unpacked' | 'kept';
}

const byTheRfc: ClientQuirks = {
  bareStrings: 'refused',
  missingElement: 'refused',
  packedRoles: 'kept',
};
const forgiving: ClientQuirks = { ...byTheRfc, missingElement: 'created' };

const quirks: Record<ClientProfile, ClientQuirks> = {
  entra: { bareStrings: 'strings', missingElement: 'created', packedRoles: 'unpacked' },
  okta: forgiving,
  onelogin: forgiving,
  jumpcloud: forgiving,
  google: forgiving,
  generic: byTheRfc,
};

export function quirksOf(profile: ClientProfile): ClientQuirks {
  return quirks[profile];
}
