const RTL_LANGUAGES = new Set('ar ckb dv fa he ks nqo ps sd syr ug ur yi'.split(' '));
const RTL_SCRIPTS = /-(?:arab|hebr|syrc|thaa|nkoo)\b/i;

/** Direction of text in a BCP 47 language; a script subtag decides before the language does. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  if (RTL_SCRIPTS.test(language)) return 'rtl';
  if (/-[a-z]{4}\b/i.test(language)) return 'ltr';
  const [primary = ''] = language.toLowerCase().split(/[-_]/, 1);
  return RTL_LANGUAGES.has(primary) ? 'rtl' : 'ltr';
}
