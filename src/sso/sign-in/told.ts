/** What a provider tells of whoever signed in, whatever the standard. */
export interface Told {
  /** Unique within the connection, for good. */
  subject: string;
  /** Attributes of SAML, claims of OpenID Connect. */
  attributes: Map<string, string[]>;
  /** Where the subject itself is an e-mail address. */
  email: string | undefined;
  /** Whether the provider vouches for the e-mail at all; whether we believe it is another matter. */
  vouchesForEmail: boolean;
  /** As the provider calls the person and its session when it ends that: NameID, or `sub`. */
  nameId: string;
  sessionIndex: string | undefined;
  nameIdFormat: string | undefined;
  /** When the provider's session ends. */
  sessionUntil: Date | undefined;
}
