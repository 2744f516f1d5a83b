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

export const placeOf = ({ name, place }: Guide): string => place ?? name;
