import type { Context } from 'koa';
import { type Language, languageOf, languages } from '../texts/languages.ts';

/** Of the course, where it says so, else of the browser. */
export function readersLanguage(ctx: Context, locale?: string): Language {
  const preferred = ctx.acceptsLanguages([...languages]);
  return languageOf(locale, preferred || undefined);
}
