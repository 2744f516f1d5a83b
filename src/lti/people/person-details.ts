import type { UpdatePerson } from '../../core/people/person.schema.ts';
import { storableText } from '../../platform/storable-json.ts';
import { type LaunchClaims, textOf } from '../claims.ts';

const MAX_NAME = 400;

/** What the claims of OpenID Connect Core 5.1 say about the user, as far as it can be kept. */
export function personDetails(
  claims: LaunchClaims,
): Pick<UpdatePerson, 'displayName' | 'givenName' | 'familyName' | 'email' | 'locale'> {
  const givenName = nameOf(claims.given_name);
  const familyName = nameOf(claims.family_name);
  const displayName =
    nameOf(claims.name) ?? ([givenName, familyName].filter(Boolean).join(' ') || undefined);
  const email = textOf(claims.email);
  const locale = localeOf(claims.locale);
  return {
    ...(displayName && { displayName }),
    ...(givenName && { givenName }),
    ...(familyName && { familyName }),
    ...(email && /^[^\s@\0]{1,200}@[^\s@\0]{1,100}$/.test(email) && { email }),
    ...(locale && { locale }),
  };
}

/** BCP 47; many write `en_US`. */
export function localeOf(value: unknown): string | undefined {
  const tag = textOf(value)?.replaceAll('_', '-');
  return tag && tag.length <= 35 && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag)
    ? tag
    : undefined;
}

function nameOf(value: unknown): string | undefined {
  return (
    storableText(textOf(value) ?? '')
      .trim()
      .slice(0, MAX_NAME) || undefined
  );
}
