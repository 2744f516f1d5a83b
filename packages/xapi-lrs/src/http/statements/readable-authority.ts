import type { LrsCaller } from '../../caller.ts';
import { keyOf } from '../../rules/agent-key.ts';
import { authorityOf } from '../../rules/authority.ts';
import type { Statement } from '../../rules/statement.ts';
import type { StoredStatement } from '../../store.ts';

/**
 * Whose statements may be read only: those of the caller itself with `statements/read/mine`; undefined
 * when all may be read.
 */
export function readableAuthority({ scopes, authority }: LrsCaller): string | undefined {
  const all = scopes.has('all') || scopes.has('all/read') || scopes.has('statements/read');
  return all ? undefined : authorityOf(authority).key;
}

export function isReadable(caller: LrsCaller, { json }: StoredStatement): boolean {
  const authority = readableAuthority(caller);
  if (authority === undefined) return true;
  const statement: Statement = JSON.parse(json);
  return statement.authority !== undefined && keyOf(statement.authority) === authority;
}
