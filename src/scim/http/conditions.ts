import { ScimError } from '../scim-error.ts';

/** Weak, for what a resource derives from others is not counted (RFC 7644 3.14). */
export function etagOf(version: number): string {
  return `W/"${version}"`;
}

/** @throws ScimError 412 when the client has seen another version (RFC 7644 3.14) */
export function requireVersion(ifMatch: string, version: number): void {
  if (ifMatch === '' || names(ifMatch, version)) return;
  throw new ScimError(
    412,
    `The resource has changed: it is at version ${etagOf(version)}. Read it again.`,
  );
}

/** Whether the client has the version already. */
export function isFresh(ifNoneMatch: string, version: number): boolean {
  return ifNoneMatch !== '' && names(ifNoneMatch, version);
}

/** Weakly compared: clients send back what they were given with or without `W/`. */
function names(header: string, version: number): boolean {
  return header.split(',').some((tag) => {
    const text = tag.trim();
    return text === '*' || text.replace(/^W\//i, '') === `"${version}"`;
  });
}
