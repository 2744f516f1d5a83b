import { Problem } from './problem.ts';

/** The version that If-Match asks for; undefined when the client did not say. */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) return undefined;
  if (!/^\d{1,9}$/.test(ifMatch)) {
    throw new Problem(412, 'version_mismatch', {
      detail: 'If-Match names no version of this resource.',
    });
  }
  return Number(ifMatch);
}
