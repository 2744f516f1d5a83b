import type { Language } from './languages.ts';

/** Forms of CLDR; `{n}` stands for the number. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export function pluralOf(language: Language, forms: Plural, n: number): string {
  const form = forms[new Intl.PluralRules(language).select(n)] ?? forms.other;
  return filled(form, { n: String(n) });
}

/** The text with its gaps, as `{name}`, filled. */
export function filled(text: string, gaps: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => gaps[name] ?? gap);
}
