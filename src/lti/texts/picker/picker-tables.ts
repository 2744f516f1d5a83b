import type { Language } from '../languages.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import type { PickerTexts } from './picker-texts.ts';

export const pickerTexts: Record<Language, PickerTexts> = { en, es, fr, de, ar };
