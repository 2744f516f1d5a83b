/** A person as a file tells of them. */
export interface PersonEntry {
  /** Where it stood, e.g. `row 17`. */
  at: string;
  externalId?: string;
  displayName: string;
  givenName?: string;
  familyName?: string;
  email?: string;
  locale?: string;
  /** IANA. */
  timeZone?: string;
  /** Names of groups, which are made where they are missing. */
  groups: string[];
}
