import type { Language } from '../languages.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { ErrorTexts } from './error-texts.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

export const errorTexts: Record<Language, ErrorTexts> = { en, es, fr, de, ar };
