/**
 * A DN as a key: two DNs that differ only in case, in spaces around their parts or in how characters
 * are escaped (RFC 4514 2.4) are one. Matching rules of attributes beyond that are not known here.
 */
export function dnKey(dn: string): string {
  // Nearly all; a directory is full of them.
  if (!/[\\"+;]/.test(dn)) return dn.split(',').map(pairKey).join(',');
  return splitUnescaped(dn, /[,;]/)
    .map((rdn) => splitUnescaped(rdn, /\+/).map(pairKey).sort().join('+'))
    .join(',');
}

function pairKey(pair: string): string {
  const at = pair.indexOf('=');
  const type = pair.slice(0, at).trim().toLowerCase();
  const given = pair.slice(at + 1);
  const value = /[\\"]/.test(given) ? unescaped(trimUnescaped(given)) : given.trim();
  return `${escaped(type)}=${escaped(value.normalize('NFC').toLowerCase())}`;
}

/** Splits where the separator stands by itself: neither escaped nor inside quotes (RFC 2253). */
function splitUnescaped(text: string, separator: RegExp): string[] {
  const parts = [''];
  let isQuoted = false;
  for (const token of text.match(/\\[\s\S]|[^\\]|\\$/gu) ?? []) {
    if (token === '"') isQuoted = !isQuoted;
    if (!isQuoted && token.length === 1 && separator.test(token)) parts.push('');
    else parts.push((parts.pop() ?? '') + token);
  }
  return parts;
}

function trimUnescaped(value: string): string {
  const trimmed = value.trimStart();
  const end = trimmed.trimEnd();
  // `\ ` at the end is a space that belongs to the value.
  const isEscaped = end !== trimmed && /(^|[^\\])(\\\\)*\\$/.test(end);
  return (isEscaped ? `${end} ` : end).replace(/^"([\s\S]*)"$/, '$1');
}

function unescaped(value: string): string {
  const bytes = value.match(/(?:\\[0-9a-f]{2})+|\\[\s\S]|[^\\]+/giu) ?? [];
  return bytes
    .map((part) => {
      if (/^\\[0-9a-f]{2}/i.test(part)) {
        return Buffer.from(part.replaceAll('\\', ''), 'hex').toString('utf8');
      }
      return part.startsWith('\\') ? part.slice(1) : part;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\,+=]/g, (c) => `\\${c}`);
}
