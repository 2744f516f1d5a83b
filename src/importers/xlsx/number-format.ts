/** How a number is shown, as far as text needs it. */
export interface NumberFormat {
  kind: 'number' | 'percent' | 'date' | 'time' | 'date-time' | 'duration';
}

/** Built-in formats by id (ECMA-376-1 18.8.30), with the East Asian ones. */
const BUILT_IN: [from: number, to: number, kind: NumberFormat['kind']][] = [
  [9, 10, 'percent'],
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'date-time'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 45, 'time'],
  [46, 46, 'duration'],
  [47, 47, 'time'],
  [50, 58, 'date'],
];

const DAY_SECONDS = 86_400;
const LAST_DATE = 2_958_466;

export function builtInFormat(id: number): NumberFormat {
  const found = BUILT_IN.find(([from, to]) => id >= from && id <= to);
  return { kind: found?.[2] ?? 'number' };
}

/** By the letters of a format code's first section, without literals, colours and conditions. */
export function customFormat(code: string): NumberFormat {
  const [section = ''] = code.split(';');
  if (/\[(h+|m+|s+)\]/i.test(section)) return { kind: 'duration' };
  const letters = section.replace(/"[^"]*"|\\.|[_*].|\[[^\]]*\]|E[+-]|General/gi, '');
  const time = /[hs]/i.test(letters);
  const date = /[dy]/i.test(letters) || (/m/i.test(letters) && !time);
  if (date) return { kind: time ? 'date-time' : 'date' };
  if (time) return { kind: 'time' };
  return { kind: letters.includes('%') ? 'percent' : 'number' };
}

/** A number as text: dates as ISO 8601, whatever the sheet's own way to show them. */
export function formatNumber(value: number, { kind }: NumberFormat, date1904: boolean): string {
  if (kind === 'percent') return `${shortest(value * 100)}%`;
  if (kind === 'number' || value < 0 || value >= LAST_DATE) return shortest(value);
  const seconds = Math.round(value * DAY_SECONDS);
  if (kind === 'duration') return clock(seconds);
  if (kind === 'time') return clock(seconds % DAY_SECONDS);
  const iso = serialDate(seconds, date1904).toISOString();
  return kind === 'date' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${clock(seconds % DAY_SECONDS)}`;
}

/** Excel counts 15 digits, so 0.1 + 0.2 is 0.3. */
function shortest(value: number): string {
  return String(Number(value.toPrecision(15)));
}

/** Day 1 is 1900-01-01; 1900 was no leap year, but has its day 60 (ECMA-376-1 18.17.4.1). */
function serialDate(seconds: number, date1904: boolean): Date {
  const leapDay = seconds < 60 * DAY_SECONDS ? 1 : 0;
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30 + leapDay);
  return new Date(epoch + seconds * 1000);
}

function clock(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const short = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? short : `${short}:${two(seconds % 60)}`;
}
