/**
 * `attrPath` of RFC 7644 3.4.2.2. `urn:x:2.0:User:name.givenName` has the uri `urn:x:2.0:User` and
 * the names `name`, `givenName`; the registry finds out where a URN really ends.
 */
export interface AttributePath {
  uri: string | undefined;
  names: readonly string[];
}
