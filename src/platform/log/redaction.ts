import { isSecretName, maskSecrets } from './secret-patterns.ts';

const mask = '[redacted]';
const maxDepth = 8;
const maxItems = 100;

/**
 * A copy fit for a log line: no secrets by name or by look, plain JSON, bounded in depth and width,
 * without cycles. Errors keep name, message, stack, own fields and cause; bytes only their number.
 */
export function redactFields(fields: object): Record<string, unknown> {
  return redactEntries(Object.entries(fields), [fields]);
}

function redactValue(value: unknown, path: readonly object[]): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (path.includes(value)) return '[circular]';
  if (path.length >= maxDepth) return '[too deep]';
  return redactObject(value, [...path, value]);
}

function redactObject(value: object, path: readonly object[]): unknown {
  if (value instanceof Error) return redactError(value, path);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return redactItems(value, path);
  if (value instanceof Map || value instanceof Headers) return redactEntries([...value], path);
  if (value instanceof Set) return redactItems([...value], path);
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return redactValue(value.toJSON(), path);
  }
  return redactEntries(Object.entries(value), path);
}

function redactError(error: Error, path: readonly object[]): Record<string, unknown> {
  const { name, message, stack = '', cause } = error;
  const { errors } = error instanceof AggregateError ? error : {};
  return {
    ...redactEntries(Object.entries(error), path),
    type: name,
    message: maskSecrets(message),
    stack: maskSecrets(stack),
    ...(cause !== undefined && { cause: redactValue(cause, path) }),
    ...(errors && { errors: redactItems(errors, path) }),
  };
}

/** A list of headers holds names and values in turn, so what follows a secret's name is a secret. */
function redactItems(items: readonly unknown[], path: readonly object[]): unknown[] {
  return items.slice(0, maxItems).map((item, index) => {
    const before = index > 0 ? items[index - 1] : undefined;
    const isNamed = typeof before === 'string' && isSecretName(before);
    return isNamed ? mask : redactValue(item, path);
  });
}

function redactEntries(
  entries: readonly (readonly [unknown, unknown])[],
  path: readonly object[],
): Record<string, unknown> {
  const label = entries.find(([key]) => key === 'name' || key === 'key')?.[1];
  const isLabelled = typeof label === 'string' && isSecretName(label);
  const redacted = entries.slice(0, maxItems).map(([key, value]): [string, unknown] => {
    const name = String(key);
    const isSecret = isSecretName(name) || (isLabelled && name === 'value');
    return [maskSecrets(name), isSecret && value != null ? mask : redactValue(value, path)];
  });
  return Object.fromEntries(redacted);
}
