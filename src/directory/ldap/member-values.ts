import { PresenceFilter } from 'ldapts';
import { DirectoryError } from '../directory-error.ts';
import type { LdapConnection } from './ldap-connection.ts';
import type { LdapEntry } from './ldap-entry.ts';

interface Range {
  name: string;
  from: number;
  /** Undefined: up to the end. */
  to: number | undefined;
}

/**
 * All values of an attribute. Active Directory sends many values in parts, `member;range=0-1499`, and
 * names the last one `;range=1500-*` (MS-ADTS 3.1.1.3.1.3.3).
 * @throws DirectoryError `truncated` where the parts do not follow one another
 */
export async function readAllValues(
  connection: Pick<LdapConnection, 'searchPage'>,
  entry: LdapEntry,
  attribute: string,
): Promise<string[]> {
  const values = entry.texts(attribute);
  let range = rangeOf(entry, attribute);
  let part = entry;
  while (range) {
    const texts = part.texts(range.name);
    if (range.from !== values.length) throw gap(attribute);
    values.push(...texts);
    if (range.to === undefined) return values;
    if (texts.length !== range.to - range.from + 1) throw gap(attribute);
    const { entries } = await connection.searchPage({
      ...{
        base: entry.dn,
        scope: 'base',
        filter: new PresenceFilter({ attribute: 'objectClass' }),
      },
      attributes: [`${attribute};range=${values.length}-*`],
    });
    const [next] = entries;
    if (!next) throw gap(attribute);
    part = next;
    range = rangeOf(next, attribute);
    if (!range) throw gap(attribute);
  }
  return values;
}

function rangeOf(entry: LdapEntry, attribute: string): Range | undefined {
  for (const name of entry.names()) {
    const [, base = '', from, to] = /^([^;]+);range=(\d+)-(\d+|\*)$/i.exec(name) ?? [];
    if (base.toLowerCase() !== attribute.toLowerCase()) continue;
    return { name, from: Number(from), to: to === '*' ? undefined : Number(to) };
  }
  return undefined;
}

function gap(attribute: string): DirectoryError {
  return new DirectoryError('truncated', `The directory sent only a part of "${attribute}"`);
}
