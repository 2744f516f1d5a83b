import type { Middleware } from 'koa';
import { DomainError, type DomainErrorCode } from '../../core/domain-error.ts';
import { DepartureHeldError } from '../../core/people/departures/departure-held-error.ts';
import { isDatabaseUnavailable, RETRY_AFTER_S } from '../../platform/database/unavailable.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Log } from '../../platform/log/log.ts';
import { badRequest, ScimError, type ScimType } from '../scim-error.ts';
import { sendJson } from './answer.ts';

/** What happened to a request, and which it was. */
interface Failed {
  log: Log;
  requestId: string;
}

const domain: Record<DomainErrorCode, { status: number; scimType?: ScimType }> = {
  not_found: { status: 404 },
  conflict: { status: 409, scimType: 'uniqueness' },
  invalid: { status: 400, scimType: 'invalidValue' },
  version_mismatch: { status: 412 },
  prerequisite_cycle: { status: 400, scimType: 'invalidValue' },
  not_published: { status: 400, scimType: 'invalidValue' },
  forbidden: { status: 403 },
};

/** Attributes that are unique by the schema, by the table whose index says so. */
const unique: Record<string, string> = { scim_user: 'userName', scim_group: 'displayName' };

/** The error as clients of SCIM are told of it (RFC 7644 3.12). */
export function asScimError(error: unknown, { log, requestId }: Failed): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof Problem) return ofProblem(error);
  if (error instanceof DomainError) {
    const { status, scimType } = domain[error.code];
    return new ScimError(status, error.message, scimType && { scimType });
  }
  if (error instanceof DepartureHeldError) {
    return unavailable(error.message, error.retryAfterSeconds);
  }
  const known = ofDatabase(error);
  if (known) return known;
  if (isDatabaseUnavailable(error)) {
    log.warn({ err: error }, 'the database cannot be reached');
    return unavailable('The database cannot be reached at the moment.', RETRY_AFTER_S);
  }
  log.error({ err: error }, 'request failed');
  return new ScimError(500, `Something went wrong on our side. Quote the request id ${requestId}.`);
}

/** The first middleware: every error in the shape of RFC 7644 3.12. */
export const scimErrors: Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    const scimError = asScimError(error, ctx.state as Failed);
    ctx.set(scimError.headers);
    sendJson(ctx, scimError.status, scimError.body);
  }
};

function ofProblem({ status, code, message, headers }: Problem): ScimError {
  const scimType = code === 'malformed_json' ? 'invalidSyntax' : undefined;
  return new ScimError(status, message, { ...(scimType && { scimType }), headers });
}

function unavailable(detail: string, seconds: number): ScimError {
  return new ScimError(503, detail, { headers: { 'Retry-After': String(seconds) } });
}

function ofDatabase(error: unknown): ScimError | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const table = 'table' in error ? String(error.table) : '';
  switch (error.code) {
    case '23505': {
      const attribute = unique[table];
      if (!attribute) return undefined;
      const detail = `Another resource has this ${attribute}.`;
      return new ScimError(409, detail, { scimType: 'uniqueness' });
    }
    // Two requests that wait for one another.
    case '40P01':
      return unavailable('Another request is changing the same resources.', 1);
    case '57014':
      return badRequest('tooMany', 'The search takes too long. Ask for less.');
    default:
      return undefined;
  }
}
