import type { DirectoryProfileName } from '../connections/directory-settings.ts';
import { activeDirectory } from './active-directory.ts';
import type { DirectoryProfile } from './directory-profile.ts';
import { openLdap } from './openldap.ts';

const profiles: Record<DirectoryProfileName, DirectoryProfile> = {
  active_directory: activeDirectory,
  openldap: openLdap,
};

export function profileOf(name: DirectoryProfileName): DirectoryProfile {
  return profiles[name];
}
