import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Plural, Strings } from './strings.ts';

const TABLES: Readonly<Record<string, Strings>> = { en, es, fr, de, ar };

/** The player's own language: its strings, and how it writes numbers and times. */
export interface Language {
  locale: string;
  direction: 'ltr' | 'rtl';
  strings: Strings;
  fill(text: string, gaps: Readonly<Record<string, string>>): string;
  plural(forms: Plural, n: number): string;
  number(n: number): string;
  /** Of a share in [0,1]. */
  percent(share: number): string;
  /** `10 min`, `3 days`. */
  interval(seconds: number): string;
  /** `in 3 hours`, `tomorrow`. */
  fromNow(seconds: number): string;
}

/** The first of the wishes that there is a table for; English when there is none. */
export function chooseLanguage(wishes: readonly (string | undefined)[]): Language {
  const locale = wishes.find((wish) => wish !== undefined && base(wish) in TABLES) ?? 'en';
  const strings = TABLES[base(locale)] ?? en;
  const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const plurals = new Intl.PluralRules(locale);
  const whole = format({ maximumFractionDigits: 0 });
  const fill = (text: string, gaps: Readonly<Record<string, string>>) =>
    text.replace(/\{(\w+)\}/g, (gap, name: string) => gaps[name] ?? gap);
  return {
    locale,
    direction: base(locale) === 'ar' ? 'rtl' : 'ltr',
    strings,
    fill,
    plural: (forms, n) => fill(forms[plurals.select(n)] ?? forms.other, { n: whole.format(n) }),
    number: (n) => whole.format(n),
    percent: (share) => format({ style: 'percent', maximumFractionDigits: 0 }).format(share),
    interval(seconds) {
      if (seconds < 60) return strings.lessThanMinute;
      const { amount, unit } = inUnits(seconds);
      const maximumFractionDigits = unit === 'month' || unit === 'year' ? 1 : 0;
      const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits } as const;
      return format(style).format(amount);
    },
    fromNow(seconds) {
      const { amount, unit } = inUnits(Math.max(60, seconds));
      const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
      return relative.format(Math.ceil(amount), unit);
    },
  };
}

function base(locale: string): string {
  return locale.split('-')[0]?.toLowerCase() ?? '';
}

const UNITS = [
  { unit: 'minute', seconds: 60, until: 3600 },
  { unit: 'hour', seconds: 3600, until: 86_400 },
  { unit: 'day', seconds: 86_400, until: 31 * 86_400 },
  { unit: 'month', seconds: 30.44 * 86_400, until: 365 * 86_400 },
  { unit: 'year', seconds: 365.25 * 86_400, until: Number.POSITIVE_INFINITY },
] as const;

function inUnits(seconds: number) {
  const found = UNITS.find(({ until }) => seconds < until) ?? UNITS[4];
  return { amount: seconds / found.seconds, unit: found.unit };
}
