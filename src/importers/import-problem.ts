import { ImportRefusedError } from '../platform/files/import-refused-error.ts';
import { Problem } from '../platform/http/problem.ts';

const statuses: Record<string, number> = { too_large: 413, invalid_upload: 400 };

/** A refused file, as a problem document. */
export function importProblem(error: unknown): Problem | undefined {
  if (!(error instanceof ImportRefusedError)) return undefined;
  return new Problem(statuses[error.code] ?? 422, error.code, {
    detail: error.message,
    cause: error,
  });
}
