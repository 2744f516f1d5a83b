import type { Role, Scope } from './scopes.ts';

/** Who makes a request, known from the credential alone. */
export interface Caller {
  tenantId: string;
  /** `key:<id>` or `session:<id>`; for logs, rate limits and the audit log. */
  name: string;
  role: Role;
  scopes: ReadonlySet<Scope>;
  /** The person it acts as; a key for machines has none. */
  personId: string | undefined;
  kind: 'api-key' | 'session';
}
