import { claimNames, type LaunchClaims, objectOf, textOf } from '../claims.ts';
import type { Platform } from '../registrations/platforms.ts';

/** A source of CSP Level 3 that ends neither the directive nor the header. */
const SOURCE = /^https?:\/\/(\*\.)?[a-z0-9.[\]:-]+$/i;

/**
 * Who may frame our pages: the platform, by its registration and profile, and, once a token of it
 * holds, the pages that it says it shows us in.
 */
export function frameAncestorsOf(
  { registration, profile }: Platform,
  claims: LaunchClaims = {},
): string[] {
  const presentation = objectOf(claims[claimNames.launchPresentation]);
  const deepLinking = objectOf(claims[claimNames.deepLinkingSettings]);
  const urls = [
    registration.issuer,
    registration.authorizationEndpoint,
    textOf(presentation.return_url),
    textOf(deepLinking.deep_link_return_url),
  ];
  const sources = [
    ...urls.flatMap((url) => (url && URL.canParse(url) ? new URL(url).origin : [])),
    ...profile.frameAncestors,
    ...registration.frameAncestors,
  ];
  return [...new Set(sources)].filter((source) => SOURCE.test(source));
}
