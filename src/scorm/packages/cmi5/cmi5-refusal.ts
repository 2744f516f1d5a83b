import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';

/** cmi5 13.1: an LMS refuses a course structure that breaks the rules, and says why. */
export function invalidCmi5(detail: string): ImportRefusedError {
  return new ImportRefusedError(
    'invalid_cmi5',
    `The cmi5 course structure is not valid: ${detail}.`,
  );
}
