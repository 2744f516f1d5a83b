import { createHash } from 'node:crypto';
import { claimNames, customOf, type LaunchClaims, objectOf, textOf } from '../claims.ts';

/** Custom parameters of our own, whose values name nobody. */
const ownCustom = new Set(['assignment_id', 'deck_id', 'mode']);
const MAX_CHARACTERS = 300;

/**
 * What the inspector keeps of a message: enough to find a mistake in the platform's settings, and
 * nothing that tells who somebody is. No name, e-mail, picture, nonce, data or token.
 */
export function redactClaims(claims: LaunchClaims): Record<string, unknown> {
  const context = objectOf(claims[claimNames.context]);
  const custom = Object.entries(customOf(claims)).slice(0, 50);
  return known({
    iss: short(claims.iss),
    aud: Array.isArray(claims.aud) ? claims.aud.slice(0, 5).map(short) : short(claims.aud),
    azp: short(claims.azp),
    sub: typeof claims.sub === 'string' ? hashed(claims.sub) : undefined,
    iat: numberOf(claims.iat),
    exp: numberOf(claims.exp),
    version: short(claims[claimNames.version]),
    messageType: short(claims[claimNames.messageType]),
    deploymentId: short(claims[claimNames.deploymentId]),
    targetLinkUri: withoutQuery(claims[claimNames.targetLinkUri]),
    roles: rolesOf(claims[claimNames.roles]),
    contextId: short(context.id),
    contextType: Array.isArray(context.type) ? context.type.slice(0, 5).map(short) : undefined,
    resourceLinkId: short(objectOf(claims[claimNames.resourceLink]).id),
    custom: Object.fromEntries(
      custom.map(([name, value]) => [short(name), ownCustom.has(name) ? short(value) : '(hidden)']),
    ),
    lineItem: withoutQuery(objectOf(claims[claimNames.grades]).lineitem),
    lineItems: withoutQuery(objectOf(claims[claimNames.grades]).lineitems),
    memberships: withoutQuery(objectOf(claims[claimNames.roster]).context_memberships_url),
    claims: Object.keys(claims).slice(0, 60).map(short),
  });
}

function known(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

function short(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_CHARACTERS) : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function hashed(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

function rolesOf(roles: unknown): unknown {
  return Array.isArray(roles) ? roles.slice(0, 30).map(short) : undefined;
}

function withoutQuery(value: unknown): string | undefined {
  const url = textOf(value);
  if (!url || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return short(origin + pathname);
}
