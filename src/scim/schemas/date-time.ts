/** xsd:dateTime (RFC 7643 2.3.5); without an offset it counts as UTC. */
const DATE_TIME =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|([+-])(0\d|1[0-4]):([0-5]\d))?$/i;

/**
 * A time as UTC with six digits of fraction, so that texts sort as the times do and PostgreSQL
 * reads the same time from it; undefined for what is none. Entra sends seven digits.
 */
export function canonicalTime(text: string): string | undefined {
  const match = DATE_TIME.exec(text);
  if (!match) return undefined;
  const [, local = '', fraction = '', sign, hours = '0', minutes = '0'] = match;
  const localTime = Date.parse(`${local.toUpperCase()}Z`);
  // The parser carries over what is no date, such as 30 February.
  if (Number.isNaN(localTime) || !isoSecond(localTime).startsWith(local.toUpperCase())) {
    return undefined;
  }
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  const second = isoSecond(localTime - offset);
  if (!/^\d{4}-/.test(second) || second.startsWith('0000')) return undefined;
  return `${second}.${fraction.padEnd(6, '0').slice(0, 6)}Z`;
}

function isoSecond(time: number): string {
  return new Date(time).toISOString().slice(0, -'.000Z'.length);
}
