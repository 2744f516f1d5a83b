/** An array as PostgreSQL reads it, of what needs no quotes: the driver looks at each character. */
export const arrayOf = (items: readonly (string | boolean)[]): string => `{${items.join(',')}}`;
