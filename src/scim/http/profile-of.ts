import type { Connection } from '../../core/people/connections/connection.ts';
import type { ClientProfile } from '../schemas/client-profile.ts';

const profiles: readonly ClientProfile[] = [
  'entra',
  'okta',
  'onelogin',
  'jumpcloud',
  'google',
  'generic',
];

/** Whose behaviour the connection expects; one that is not known here expects the RFCs'. */
export function profileOf({ profile }: Pick<Connection, 'profile'>): ClientProfile {
  return profiles.find((name) => name === profile) ?? 'generic';
}
