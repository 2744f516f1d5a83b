import { isTimeZone } from '../../../core/people/person.ts';
import { Problem } from '../../../platform/http/problem.ts';

export type By = 'day' | 'week' | 'month';

/** Days from and to, both in it, of a time zone. */
export interface DayRange {
  /** YYYY-MM-DD */
  from: string;
  to: string;
  timeZone: string;
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const LONGEST_DAYS = 10 * 366;

/**
 * The range that a query asks for; default the last 30 days.
 * @throws Problem 400
 */
export function rangeOf(
  query: { from?: string | undefined; to?: string | undefined },
  timeZone: string,
  now = new Date(),
): DayRange {
  if (!isTimeZone(timeZone)) throw wrong('timeZone', `there is no time zone "${timeZone}"`);
  for (const name of ['from', 'to'] as const) {
    const day = query[name];
    if (day !== undefined && !isDay(day)) throw wrong(name, `there is no day ${day}`);
  }
  const to = query.to ?? today(timeZone, now);
  const from = query.from ?? later(to, 1 - DEFAULT_DAYS);
  if (from > to) throw wrong('from', `"from" must not be after "to" (${to})`);
  if (daysBetween(from, to) > LONGEST_DAYS) throw wrong('from', 'a range has ten years at most');
  return { from, to, timeZone };
}

/** First days of everything in the range, whether anything happened in it or not. */
export function bucketsOf({ from, to }: DayRange, by: By): string[] {
  const starts: string[] = [];
  for (let start = startOf(from, by); start <= to; start = next(start, by)) starts.push(start);
  return starts;
}

function startOf(day: string, by: By): string {
  if (by === 'day') return day;
  if (by === 'month') return `${day.slice(0, 7)}-01`;
  // ISO 8601 weeks begin on Monday.
  return later(day, -((new Date(day).getUTCDay() + 6) % 7));
}

function next(start: string, by: By): string {
  if (by !== 'month') return later(start, by === 'day' ? 1 : 7);
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))];
  return dayOf(new Date(Date.UTC(year, month, 1)));
}

const later = (day: string, days: number): string =>
  dayOf(new Date(Date.parse(day) + days * DAY_MS));
const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
/** The 30th of February is none, though it may be taken for the 2nd of March. */
const isDay = (text: string): boolean =>
  !Number.isNaN(Date.parse(text)) && dayOf(new Date(text)) === text;
const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / DAY_MS;

function today(timeZone: string, now: Date): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
}

function wrong(name: string, detail: string): Problem {
  return new Problem(400, 'invalid_input', {
    detail,
    errors: [{ in: 'query', pointer: `/${name}`, detail }],
  });
}
