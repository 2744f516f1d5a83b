import { storableText } from '../../platform/storable-json.ts';
import type { OidcConnection } from '../connections/sso-connection.ts';
import type { Told } from '../sign-in/told.ts';
import { refuse } from '../sso-error.ts';

export type Claims = Record<string, unknown>;

const MAX_VALUES = 500;

/** @throws SsoError */
export function toldByClaims(
  claims: Claims,
  { settings, mapping }: Pick<OidcConnection, 'settings' | 'mapping'>,
): Told {
  const attributes = new Map(
    Object.entries(claims).map(([name, value]) => [name, valuesOf(value)] as const),
  );
  const [sub] = attributes.get('sub') ?? [];
  const [subject] = attributes.get(settings.subject ?? 'sub') ?? [];
  if (!sub || !subject) {
    return refuse('subject_missing', `The ID token has no claim ${settings.subject ?? 'sub'}`);
  }
  return {
    subject,
    attributes,
    email: undefined,
    vouchesForEmail: isAboutEmail(mapping.email) && isVouchedFor(claims),
    nameId: sub,
    sessionIndex: attributes.get('sid')?.[0],
    nameIdFormat: undefined,
    sessionUntil: undefined,
  };
}

/** What is said of `email` says nothing of another claim that is taken for one. */
function isAboutEmail(mapped: string | null | undefined): boolean {
  return mapped === undefined || mapped === 'email';
}

/** Core 5.1; Entra says it by `xms_edov` instead: the owner of the e-mail's domain is verified. */
function isVouchedFor({ email_verified: verified, xms_edov: edov }: Claims): boolean {
  return (
    [verified, edov].some((said) => said === true || said === 'true') || edov === '1' || edov === 1
  );
}

function valuesOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value.slice(0, MAX_VALUES) : [value];
  return list.flatMap((one) => claimText(one) ?? []);
}

/**
 * What a claim says, as text. One that cannot be kept as it is says nothing: without its U+0000,
 * `ada\0` would be Ada.
 */
export function claimText(value: unknown): string | undefined {
  if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
  const text = String(value);
  return text !== '' && storableText(text) === text ? text : undefined;
}
