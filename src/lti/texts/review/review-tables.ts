import type { Language } from '../languages.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { ReviewTexts } from './review-texts.ts';

export const reviewTexts: Record<Language, ReviewTexts> = { en, es, fr, de, ar };
