/** A setting that cannot be used; the message names it and says what was expected. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

export interface Setting<T, D extends string | undefined> {
  doc: string;
  /** Shown in the reference; `undefined` means: not set. */
  default: D;
  secret?: boolean;
  parse: (text: string) => T;
}

export const setting = <T, const D extends string | undefined>(definition: Setting<T, D>) =>
  definition;

export const text = (value: string) => value;

function expectation(what: string): never {
  throw new ConfigError(what);
}

export function integer(min: number, max: number) {
  return (value: string): number => {
    const n = Number(value);
    if (!/^\d+$/.test(value) || n < min || n > max) {
      expectation(`a whole number from ${min} to ${max}`);
    }
    return n;
  };
}

export function url(...protocols: string[]) {
  return (value: string): string => {
    const protocol = URL.canParse(value) ? new URL(value).protocol : '';
    if (!protocols.includes(protocol)) {
      expectation(`a URL starting with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    }
    return value;
  };
}

export function origin(value: string): string {
  const parsed = new URL(url('http:', 'https:')(value));
  if (parsed.pathname !== '/' || parsed.search) expectation('an origin without a path');
  return parsed.origin;
}

export function oneOf<const V extends string>(...values: V[]) {
  return (value: string): V =>
    values.find((v) => v === value) ?? expectation(`one of ${values.join(', ')}`);
}

export function list(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

export function printable(value: string): string {
  return /^[\x21-\x7e]{32,200}$/.test(value)
    ? value
    : expectation('32 to 200 printable ASCII characters without spaces');
}

export function masterKeys(value: string): string {
  for (const entry of list(value)) {
    const key = entry.slice(entry.indexOf(':') + 1);
    if (Buffer.from(key, 'base64').length !== 32) {
      expectation('32 bytes in base64, or several as id:base64 separated by commas');
    }
  }
  return value;
}
