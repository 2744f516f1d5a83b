import type { Outbound } from '../../platform/outbound/outbound.ts';
import { fetchJson } from './fetch-json.ts';
import { isObject } from './json-object.ts';
import { RegistrationError } from './registration-error.ts';

const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

/** What a platform says of itself (Dynamic Registration 1.0, 3.5.1). */
export interface OpenidConfiguration {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string;
  registrationEndpoint: string;
  /** "aud" of token requests, where it is not the token endpoint. */
  authorizationServer: string | null;
  scopesSupported: string[];
  productFamily: string | undefined;
  messages: { type: string; placements: string[] }[];
}

/**
 * Fetches and checks a platform's configuration.
 * @throws RegistrationError `configuration_missing`, `configuration_unreachable`,
 *   `configuration_invalid`
 */
export async function fetchOpenidConfiguration(
  outbound: Outbound,
  url: string,
): Promise<OpenidConfiguration> {
  if (!isWebUrl(url)) {
    throw new RegistrationError(
      'configuration_missing',
      'The platform did not say where its configuration is. Open this link from the platform’s page for registering tools, not in a tab of its own.',
    );
  }
  const { host } = new URL(url);
  let found: unknown;
  try {
    found = await fetchJson(outbound, url, {
      expected: [200],
    });
  } catch (cause) {
    throw new RegistrationError(
      'configuration_unreachable',
      `The configuration of ${host} could not be read: ${messageOf(cause)}`,
      { cause },
    );
  }
  return readOpenidConfiguration(found, url);
}

/** @throws RegistrationError `configuration_invalid` */
export function readOpenidConfiguration(found: unknown, url: string): OpenidConfiguration {
  const given = isObject(found) ? found : {};
  const platform = isObject(given[PLATFORM]) ? given[PLATFORM] : {};
  const issuer = text(given, 'issuer');
  // Dynamic Registration 1.0, 3.5.1: or anybody could register in the name of another platform.
  if (!URL.canParse(issuer) || new URL(issuer).host !== new URL(url).host) {
    throw invalid(`names the issuer ${issuer}, which is not at ${new URL(url).host}`);
  }
  const algorithms = given.id_token_signing_alg_values_supported;
  if (Array.isArray(algorithms) && !algorithms.includes('RS256')) {
    throw invalid('does not offer to sign with RS256');
  }
  const server = given.authorization_server;
  return {
    issuer,
    authorizationEndpoint: webUrl(given, 'authorization_endpoint'),
    tokenEndpoint: webUrl(given, 'token_endpoint'),
    jwksUri: webUrl(given, 'jwks_uri'),
    registrationEndpoint: webUrl(given, 'registration_endpoint'),
    authorizationServer: typeof server === 'string' && server !== '' ? server : null,
    scopesSupported: texts(given.scopes_supported),
    productFamily:
      typeof platform.product_family_code === 'string' ? platform.product_family_code : undefined,
    messages: readMessages(platform.messages_supported),
  };
}

function readMessages(found: unknown): OpenidConfiguration['messages'] {
  if (!Array.isArray(found)) return [];
  return found
    .filter(isObject)
    .flatMap(({ type, placements }) =>
      typeof type === 'string' ? [{ type, placements: texts(placements) }] : [],
    );
}

function texts(found: unknown): string[] {
  return Array.isArray(found) ? found.filter((value) => typeof value === 'string') : [];
}

function text(given: Record<string, unknown>, name: string): string {
  const value = given[name];
  if (typeof value !== 'string' || value === '') throw invalid(`has no ${name}`);
  return value;
}

function webUrl(given: Record<string, unknown>, name: string): string {
  const value = text(given, name);
  if (!isWebUrl(value)) throw invalid(`has a ${name} that is no web address`);
  return value;
}

function isWebUrl(url: string): boolean {
  return /^https?:\/\/[^\s@]+$/.test(url) && url.length <= 2_000 && URL.canParse(url);
}

function invalid(what: string): RegistrationError {
  return new RegistrationError('configuration_invalid', `The platform’s configuration ${what}.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
