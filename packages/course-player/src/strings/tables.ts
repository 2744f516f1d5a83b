import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { Strings } from './strings.ts';

const tables: Readonly<Record<string, Strings>> = { en, es, fr, de, ar };

/** In the language of the BCP 47 tag, or in English. */
export function stringsFor(locale: string): Strings {
  return tables[locale.split(/[-_]/, 1)[0]?.toLowerCase() ?? ''] ?? en;
}
