import { hash } from 'node:crypto';
import { randomHex, randomUInt32 } from './random-hex.ts';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const maxMs = 2 ** 48 - 1;
const counterMask = 2 ** 26 - 1;

const fromClock = monotonic();
const fromCaller = monotonic();
let lastClockMs = 0;

/**
 * UUID version 7 (RFC 9562 5.7), lower case. Ids made by one process sort in the order they were
 * made, also within a millisecond and when the clock steps back.
 * @param now ms since 1970; ids for the same `now` in succession ascend too
 * @throws RangeError when `now` is not a whole number of ms that fits 48 bits
 */
export function uuidv7(now?: number): string {
  if (now !== undefined) return fromCaller(now);
  lastClockMs = Math.max(Date.now(), lastClockMs);
  return fromClock(lastClockMs);
}

/**
 * The same v7-shaped id for the same time and parts: the timestamp, then bits of a SHA-256 over the
 * parts. For imports, where an id must be found again without being stored.
 */
export function deterministicUuid(ms: number, ...parts: readonly (string | number)[]): string {
  return deterministicUuids(...parts)(ms);
}

/** `deterministicUuid` for many times of the same parts, which are hashed once. */
export function deterministicUuids(...parts: readonly (string | number)[]): (ms: number) => string {
  // The length keeps ('a', 'bc') and ('ab', 'c') apart.
  const text = parts.map((part) => `${Buffer.byteLength(String(part))}:${part}`).join('');
  const digest = hash('sha256', text);
  const counter = Number.parseInt(digest.slice(0, 8), 16) & counterMask;
  const tail = digest.slice(8, 20);
  return (ms) => format(ms, counter, tail);
}

/** Whether the text is a UUID of any version in its canonical form, in either case (RFC 9562 4). */
export function isUuid(text: string): boolean {
  return pattern.test(text);
}

/**
 * RFC 9562 6.2 method 1: the 26 bits after the timestamp count up from a random start whose top bit
 * is clear, so 2^25 ids fit in a millisecond; the last 48 bits are random in every id.
 */
function monotonic(): (ms: number) => string {
  let last = -1;
  let counter = 0;
  return (ms) => {
    counter = ms === last ? (counter + 1) & counterMask : randomUInt32() >>> 7;
    last = ms;
    return format(ms, counter, randomHex(6));
  };
}

function format(ms: number, counter: number, tail: string): string {
  if (!Number.isInteger(ms) || ms < 0 || ms > maxMs) {
    throw new RangeError(`Not a UUIDv7 timestamp: ${ms}`);
  }
  const time = ms.toString(16).padStart(12, '0');
  const high = (0x7000 | (counter >>> 14)).toString(16);
  const low = (0x8000 | (counter & 0x3fff)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${low}-${tail}`;
}
