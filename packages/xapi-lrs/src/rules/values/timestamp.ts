import type { Version } from '../../version.ts';

const date = '(\\d{4})-(\\d\\d)-(\\d\\d)';

/** xAPI 2.0 asks for RFC 3339, 1.0.3 for ISO 8601, extended or basic, with or without a zone. */
const rfc3339 = new RegExp(
  `^${date}[Tt](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?([Zz]|[+-]\\d\\d:\\d\\d)$`,
);
const extended = new RegExp(
  `^${date}(?:T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d+))?)?(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?$`,
);
const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;

interface Moment {
  /** Milliseconds since 1970, further digits cut off. */
  milliseconds: number;
  /** Digits of the second's fraction. */
  fraction: string;
}

/** Milliseconds since 1970; undefined when this is no timestamp of that version. */
export function millisecondsOf(text: string, version: Version): number | undefined {
  return momentOf(text, version)?.milliseconds;
}

/** The same point in time in UTC, with every digit of its fraction; a text in UTC already as it is. */
export function inUtc(text: string): string {
  if (text.endsWith('Z')) return text;
  const moment = momentOf(text, '2.0.0');
  if (moment === undefined) return text;
  const utc = new Date(moment.milliseconds).toISOString();
  // Beyond the years 0000 to 9999, which RFC 3339 ends at.
  if (utc.length !== 24) return text;
  return `${utc.slice(0, -1)}${moment.fraction.slice(3)}Z`;
}

function momentOf(text: string, version: Version): Moment | undefined {
  const match =
    version === '2.0.0' ? rfc3339.exec(text) : (extended.exec(text) ?? basic.exec(text));
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] =
    match;
  const offset = minutesOf(zone);
  if (offset === undefined) return undefined;
  const [y, mon, d, h, min, s] = [+`${year}`, +`${month}`, +`${day}`, +hour, +minute, +second];
  if (
    mon < 1 ||
    mon > 12 ||
    d < 1 ||
    (d > 28 && d > daysOf(y, mon)) ||
    h > 23 ||
    min > 59 ||
    s > 60
  ) {
    return undefined;
  }
  // RFC 3339 5.7: a second 60 is a leap second, which comes at the end of an hour.
  if (s === 60 && min !== 59) return undefined;
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  const midnight = new Date(0).setUTCFullYear(y, mon - 1, d);
  const milliseconds =
    midnight + ((h * 60 + min - offset) * 60 + s) * 1000 + +fraction.slice(0, 3).padEnd(3, '0');
  return { milliseconds, fraction };
}

/** Minutes east of UTC. -00, -0000 and -00:00 name no known zone (RFC 3339 4.3) and are refused. */
function minutesOf(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = +zone.slice(1, 3);
  const minutes = +zone.slice(3).replace(':', '');
  if (hours > 23 || minutes > 59) return undefined;
  if (zone.startsWith('-')) return hours + minutes === 0 ? undefined : -(hours * 60 + minutes);
  return hours * 60 + minutes;
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
