import { Problem } from '../../platform/http/problem.ts';
import type { UpdateDirectoryConnection } from './connection.schema.ts';
import type { DirectoryConnection } from './directory-settings.ts';

/** What is left out stays. */
export function changedConnection(
  known: DirectoryConnection,
  changes: Omit<UpdateDirectoryConnection, 'bindPassword'>,
): DirectoryConnection {
  const { name, profile, linking, mapping, guard, enabled, ...settings } = changes;
  return {
    ...known,
    name: name ?? known.name,
    profile: profile ?? known.profile,
    linking: linking ?? known.linking,
    mapping: mapping ?? known.mapping,
    guard: guard ?? known.guard,
    enabled: enabled ?? known.enabled,
    settings: { ...known.settings, ...settings },
  };
}

/** Whoever may change the address but does not know the password must not have it sent to them. */
export function checkMovedPassword(
  { settings: known }: DirectoryConnection,
  { settings: next }: DirectoryConnection,
  bindPassword: string | undefined,
): void {
  const isElsewhere =
    known.url !== next.url ||
    known.caCertificates !== next.caCertificates ||
    (known.startTls && !next.startTls);
  if (!isElsewhere || bindPassword !== undefined) return;
  throw new Problem(422, 'password_required', {
    detail: 'Send the password again with another address, encryption or CA certificate.',
    errors: [{ in: 'body', pointer: '/bindPassword', detail: 'is required' }],
  });
}
