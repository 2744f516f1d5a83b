const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Difference between local and universal time at that moment, in ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** The moment at which a local wall-clock time occurs (the first one after a gap or in an overlap). */
function fromLocal(local: number, timeZone: string): number {
  const guess = local - offsetAt(local, timeZone);
  return local - offsetAt(guess, timeZone);
}

export interface StudyDay {
  /** ms since 1970 */
  start: number;
  end: number;
}

/**
 * The study day around a moment: from `startsAt` o'clock to the same hour of the next day, as the
 * person's clocks show it, daylight saving time included.
 * @throws RangeError for a time zone that Intl does not know
 */
export function studyDay(at: number, timeZone: string, startsAt: number): StudyDay {
  const local = at + offsetAt(at, timeZone) - startsAt * 3_600_000;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const boundary = (day: number) =>
    fromLocal(midnight + day * DAY_MS + startsAt * 3_600_000, timeZone);
  return { start: boundary(0), end: boundary(1) };
}

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}
