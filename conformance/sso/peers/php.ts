type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/** A PHP file that sets one array. */
export function php(variable: string, value: { readonly [key: string]: Value }): string {
  return `<?php\n$${variable} = ${literal(value)};\n`;
}

function literal(value: Value): string {
  if (typeof value === 'string') return `'${value.replaceAll(/[\\']/g, '\\$&')}'`;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).map(([key, item]) => {
    const name = /^\d+$/.test(key) ? key : literal(key);
    return `${name} => ${literal(item)}`;
  });
  return `[${entries.join(', ')}]`;
}
