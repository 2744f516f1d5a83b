import { isAssigned, type ValueType } from './oracle.ts';
import { CUSTOM, ENTERPRISE, type Person } from './people.ts';

/** An attribute as the oracle knows it. */
export interface KnownAttribute {
  path: string;
  type: ValueType;
  /** One for each element of a list, and just one without a list. */
  values(person: Person): readonly unknown[];
}

/** What a value filter may follow: a list, or a single value of several parts. */
export interface KnownList {
  path: string;
  /** Those that are assigned. */
  elements(person: Person): readonly unknown[];
  /** Of the elements; the empty name is the element itself. */
  parts: readonly { name: string; type: ValueType }[];
}

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';

function single(path: string, type: ValueType, keys: readonly string[]): KnownAttribute {
  return { path, type, values: ({ resource }) => [within(resource, keys)] };
}

const singles: readonly KnownAttribute[] = [
  single('userName', 'text', ['userName']),
  single(`${CORE}:userName`, 'text', ['userName']),
  single('externalId', 'exact', ['externalId']),
  single('displayName', 'text', ['displayName']),
  single('name.givenName', 'text', ['name', 'givenName']),
  single(`${CORE}:name.familyName`, 'text', ['name', 'familyName']),
  single('title', 'text', ['title']),
  single('profileUrl', 'exact', ['profileUrl']),
  single('active', 'boolean', ['active']),
  single(`${ENTERPRISE}:department`, 'text', [ENTERPRISE, 'department']),
  single(`${ENTERPRISE}.department`, 'text', [ENTERPRISE, 'department']),
  single(`${ENTERPRISE}:manager.value`, 'exact', [ENTERPRISE, 'manager', 'value']),
  single(`${ENTERPRISE}:manager`, 'exact', [ENTERPRISE, 'manager', 'value']),
  single(`${CUSTOM}:level`, 'number', [CUSTOM, 'level']),
  single(`${CUSTOM}:rate`, 'number', [CUSTOM, 'rate']),
  single(`${CUSTOM}:hiredAt`, 'time', [CUSTOM, 'hiredAt']),
  single(`${CUSTOM}:certified`, 'boolean', [CUSTOM, 'certified']),
  single(`${CUSTOM}:badge`, 'exact', [CUSTOM, 'badge']),
  single(`${CUSTOM}:stamp`, 'binary', [CUSTOM, 'stamp']),
  { path: 'id', type: 'id', values: ({ id }) => [id] },
  { path: 'meta.created', type: 'time', values: ({ created }) => [created] },
  { path: 'meta.lastModified', type: 'time', values: ({ lastModified }) => [lastModified] },
];

function list(path: string, keys: readonly string[], parts: KnownList['parts']): KnownList {
  return {
    path,
    parts,
    elements({ resource }) {
      const found = within(resource, keys);
      return Array.isArray(found) ? found.filter(isAssigned) : [];
    },
  };
}

const plural = [
  { name: 'value', type: 'text' },
  { name: 'type', type: 'text' },
  { name: 'display', type: 'text' },
  { name: 'primary', type: 'boolean' },
] as const;

const knownLists: readonly KnownList[] = [
  list('emails', ['emails'], plural),
  list('roles', ['roles'], plural),
  list(
    `${CUSTOM}:shifts`,
    [CUSTOM, 'shifts'],
    [
      { name: 'name', type: 'text' },
      { name: 'hours', type: 'number' },
      { name: 'since', type: 'time' },
      { name: 'night', type: 'boolean' },
    ],
  ),
  list(`${CUSTOM}:tags`, [CUSTOM, 'tags'], [{ name: '', type: 'text' }]),
];

const knownSingles: readonly KnownList[] = [
  whole(
    'name',
    ['name'],
    [
      { name: 'givenName', type: 'text' },
      { name: 'familyName', type: 'text' },
    ],
  ),
  whole(ENTERPRISE, [ENTERPRISE], [{ name: 'department', type: 'text' }]),
];

function whole(path: string, keys: readonly string[], parts: KnownList['parts']): KnownList {
  return { path, parts, elements: ({ resource }) => [within(resource, keys)].filter(isAssigned) };
}

export const knownValuePaths: readonly KnownList[] = [...knownLists, ...knownSingles];

/** `emails.type`; `emails`, which means their values; `tags`. */
const ofLists: readonly KnownAttribute[] = knownLists.flatMap(({ path, parts, elements }) =>
  parts.flatMap(({ name, type }) => {
    const values = (person: Person) => elements(person).map((element) => partOf(element, name));
    const paths = name === '' ? [path] : [`${path}.${name}`, ...(name === 'value' ? [path] : [])];
    return paths.map((one) => ({ path: one, type, values }));
  }),
);

export const knownAttributes: readonly KnownAttribute[] = [...singles, ...ofLists];

/** Attributes of parts, which can only be present. */
export const knownWholes: readonly Omit<KnownAttribute, 'type'>[] = [
  ...knownAttributes.filter(({ path }) => !['emails', 'roles'].includes(path)),
  ...knownLists.map(({ path, elements }) => ({ path, values: elements })),
  { path: 'name', values: ({ resource }: Person) => [resource.name] },
  { path: ENTERPRISE, values: ({ resource }: Person) => [resource[ENTERPRISE]] },
  { path: CUSTOM, values: ({ resource }: Person) => [resource[CUSTOM]] },
];

export function partOf(element: unknown, name: string): unknown {
  return name === '' ? element : within(element, [name]);
}

function within(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (whole, key) =>
      typeof whole === 'object' && whole !== null
        ? Object.entries(whole).find(([k]) => k === key)?.[1]
        : undefined,
    value,
  );
}
