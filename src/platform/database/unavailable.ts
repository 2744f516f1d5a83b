/** SQLSTATE: connection exceptions, operator intervention, too many connections, out of resources. */
const STATES = /^(?:08|57P0|53)/;
const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** What `pg` says of connections that end under a query, without a code. */
const WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** How long a caller does well to wait, in seconds. */
export const RETRY_AFTER_S = 2;

/** Whether the database could not be reached or was being stopped: the same request may work soon. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  const code = 'code' in error ? String(error.code) : '';
  return STATES.test(code) || SYSTEM.has(code) || WORDS.test(error.message);
}
