import type { PlatformProfile, ProfileName, ProfileOverrides } from './platform-profile.ts';
import { profiles } from './profiles.ts';

/** The product's profile with what was set otherwise for one registration. */
export function profileOf(name: ProfileName, overrides: ProfileOverrides): PlatformProfile {
  return { ...profiles[name], ...overrides };
}

const hosts: [RegExp, ProfileName][] = [
  [/(^|\.)instructure\.com$/, 'canvas'],
  [/(^|\.)blackboard\.com$/, 'blackboard'],
  [/(^|\.)(brightspace|desire2learn|d2l)\.com$/, 'd2l'],
  [/(^|\.)schoology\.com$/, 'schoology'],
];

/** `product_family_code` of OpenID configurations and of the claim `tool_platform`. */
const families = new Map<string, ProfileName>([
  ['moodle', 'moodle'],
  ['canvas', 'canvas'],
  ['blackboardlearn', 'blackboard'],
  ['desire2learn', 'd2l'],
  ['schoology', 'schoology'],
  ['sakai', 'sakai'],
]);

/** The profile of a platform that nobody named: by its product, else by its host. */
export function guessProfile({
  issuer,
  productFamily,
}: {
  issuer: string;
  productFamily?: string | undefined;
}): ProfileName {
  const family = families.get(productFamily?.toLowerCase() ?? '');
  if (family) return family;
  const host = URL.canParse(issuer) ? new URL(issuer).hostname : '';
  return hosts.find(([pattern]) => pattern.test(host))?.[1] ?? 'spec';
}
