import { cleanText } from '../clean-text.ts';
import type { PersonEntry } from '../import-source.ts';
import type { PersonRole } from './header-words.ts';

export interface PersonOutcome {
  person?: PersonEntry;
  /** Why the row cannot be taken. */
  failure?: string;
  warnings: string[];
}

const LONGEST_TEXT = 400;
const LONGEST_EMAIL = 254;
const EMAIL = /^[^\s@<>",;]+@[^\s@<>",;.]+(?:\.[^\s@<>",;.]+)+$/;

/** A person from the cells of one row. A wrong locale or time zone is left out with a warning. */
export function personEntry(at: string, cells: Map<PersonRole, string>): PersonOutcome {
  const text = (role: PersonRole) => cleanText(cells.get(role) ?? '').trim();
  const email = text('email');
  if (email !== '' && !isEmail(email)) {
    return { failure: `${JSON.stringify(email.slice(0, 100))} is no e-mail address`, warnings: [] };
  }
  const given = text('givenName');
  const family = text('familyName');
  const externalId = text('externalId');
  const displayName =
    text('displayName') || [given, family].filter(Boolean).join(' ') || email || externalId;
  if (displayName === '') return { failure: 'it names nobody', warnings: [] };
  if ([displayName, given, family, externalId].some((value) => value.length > LONGEST_TEXT)) {
    return { failure: `a name or id is longer than ${LONGEST_TEXT} characters`, warnings: [] };
  }
  const locale = readLocale(text('locale'));
  const timeZone = readTimeZone(text('timeZone'));
  const person: PersonEntry = {
    at,
    displayName,
    groups: splitGroups(text('groups')),
    ...(externalId === '' ? {} : { externalId }),
    ...(given === '' ? {} : { givenName: given }),
    ...(family === '' ? {} : { familyName: family }),
    ...(email === '' ? {} : { email }),
    ...(locale.value === undefined ? {} : { locale: locale.value }),
    ...(timeZone.value === undefined ? {} : { timeZone: timeZone.value }),
  };
  return { person, warnings: [locale, timeZone].flatMap(({ warning }) => warning ?? []) };
}

function isEmail(email: string): boolean {
  return email.length <= LONGEST_EMAIL && EMAIL.test(email);
}

function splitGroups(cell: string): string[] {
  const groups = cell
    .split(/[;,\n]/)
    .map((group) => group.trim().slice(0, LONGEST_TEXT))
    .filter((group) => group !== '');
  return [...new Set(groups)];
}

interface Checked {
  value?: string;
  warning?: string;
}

/** BCP 47, also with an underscore as operating systems write it. */
function readLocale(text: string): Checked {
  if (text === '') return {};
  try {
    const [value] = Intl.getCanonicalLocales(text.replace('_', '-'));
    return value ? { value } : {};
  } catch {
    return { warning: `${JSON.stringify(text.slice(0, 100))} is no language tag` };
  }
}

/** A name of the time zone database. */
function readTimeZone(text: string): Checked {
  if (text === '') return {};
  try {
    return { value: new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone };
  } catch {
    return { warning: `${JSON.stringify(text.slice(0, 100))} is no time zone` };
  }
}
