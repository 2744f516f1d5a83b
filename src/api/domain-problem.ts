import { DomainError, type DomainErrorCode } from '../core/domain-error.ts';
import { Problem } from '../platform/http/problem.ts';

const statuses: Record<DomainErrorCode, number> = {
  not_found: 404,
  conflict: 409,
  invalid: 422,
  version_mismatch: 412,
  prerequisite_cycle: 409,
  not_published: 409,
  forbidden: 403,
};

/** What the core refuses, as a problem document. */
export function domainProblem(error: unknown): Problem | undefined {
  if (!(error instanceof DomainError)) return undefined;
  const { code, message, field } = error;
  return new Problem(statuses[code], code, {
    detail: message,
    ...(field && { errors: [{ in: 'body', pointer: field, detail: message }] }),
    cause: error,
  });
}
