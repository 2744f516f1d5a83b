import { decodeProtectedHeader, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from './clock.ts';
import { keyRules } from './rules/rules.ts';
import type { Tool } from './tools.ts';
import type { Violations } from './violations.ts';

export interface ToolKeys {
  /** The claims of what the tool signed; throws an error that says what is wrong. */
  verify(tool: Tool, jwt: string): Promise<JWTPayload>;
  /** Of what the tools published, in the order of asking. */
  forget(): void;
}

const LIMIT_MS = 5_000;
const MIN_RSA_BYTES = 256;

/** Key sets of tools, asked again only for a `kid` that they do not have yet. */
export function createToolKeys({
  clock,
  violations,
}: {
  clock: Clock;
  violations: Violations;
}): ToolKeys {
  const cache = new Map<string, JWK[]>();

  async function keyOf(tool: Tool, kid: string): Promise<JWK | undefined> {
    const known = cache.get(tool.jwksUrl)?.find((key) => key.kid === kid);
    if (known) return known;
    const keys = await fetchKeys(tool.jwksUrl, violations);
    cache.set(tool.jwksUrl, keys);
    return keys.find((key) => key.kid === kid);
  }

  return {
    verify: async (tool, jwt) => {
      const { kid, alg } = decodeProtectedHeader(jwt);
      if (alg !== 'RS256') throw new Error(`alg is ${alg}`);
      if (!kid) throw new Error('no kid');
      const key = await keyOf(tool, kid);
      if (!key) throw new Error(`the tool's JWKS has no key ${kid}`);
      const { payload } = await jwtVerify(jwt, await importJWK(key, 'RS256'), {
        algorithms: ['RS256'],
        currentDate: new Date(clock.now()),
        clockTolerance: 5,
      });
      return payload;
    },
    forget: () => cache.clear(),
  };
}

async function fetchKeys(url: string, violations: Violations): Promise<JWK[]> {
  const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
  const keys = response.ok ? keysOf(await response.text()) : undefined;
  if (!keys) {
    violations.record(keyRules.keySet, `${url} answered ${response.status} without keys`);
    return [];
  }
  for (const key of keys) checkKey(key, violations);
  return keys;
}

function keysOf(body: string): JWK[] | undefined {
  try {
    const value: { keys?: JWK[] } = JSON.parse(body);
    return Array.isArray(value.keys) ? value.keys : undefined;
  } catch {
    return undefined;
  }
}

function checkKey(key: JWK, violations: Violations): void {
  if (key.d) violations.record(keyRules.privatePart, 'a private key in the JWKS');
  if (!key.kid) violations.record(keyRules.kid, 'a key without kid');
  if (key.use !== 'sig') violations.record(keyRules.use, `use is ${key.use}`);
  const bytes = Buffer.from(key.n ?? '', 'base64url').length;
  if (key.kty !== 'RSA' || bytes < MIN_RSA_BYTES) {
    violations.record(keyRules.size, `${key.kty} of ${bytes * 8} bits`);
  }
}
