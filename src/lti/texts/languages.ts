import { directionOf } from '../../core/decks/rendering/text-direction.ts';

/** What pages inside courses are written in. */
export const languages = ['en', 'es', 'fr', 'de', 'ar'] as const;
export type Language = (typeof languages)[number];

/** The first of the BCP 47 tags that there are texts in; English where there is none. */
export function languageOf(...locales: (string | undefined | null)[]): Language {
  for (const locale of locales) {
    const primary = locale?.toLowerCase().split(/[-_]/, 1)[0];
    const found = languages.find((language) => language === primary);
    if (found) return found;
  }
  return 'en';
}

/** Attributes of `html` for a page in the language. */
export function attributesOf(language: Language): { lang: Language; dir: 'ltr' | 'rtl' } {
  return { lang: language, dir: directionOf(language) };
}
