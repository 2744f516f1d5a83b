const loneSurrogate = /\p{Surrogate}/u;

/**
 * Whether a text survives UTF-8 and can be kept by PostgreSQL: no lone surrogates (RFC 8259 8.2) and no
 * NUL, which columns of type text refuse. Values of extensions are exempt, as no rule may refuse a
 * statement for them (xAPI 1.0.3 data 4.1); they never leave the JSON text, where both are escaped.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !loneSurrogate.test(text);
}
