import fc from 'fast-check';
import { readCustomSchema } from '../../schemas/custom-schema.ts';

/** A User as a client might send it, and when the hub has it from. */
export interface Person {
  id: string;
  created: string;
  lastModified: string;
  resource: Record<string, unknown>;
}

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const CUSTOM = 'urn:example:staff:2.0:User';

/** One attribute of every type, single and many. */
export const customSchema = readCustomSchema({
  extends: 'User',
  schema: {
    id: CUSTOM,
    name: 'Staff',
    attributes: [
      { name: 'level', type: 'integer' },
      { name: 'rate', type: 'decimal' },
      { name: 'hiredAt', type: 'dateTime' },
      { name: 'certified', type: 'boolean' },
      { name: 'badge', caseExact: true },
      { name: 'stamp', type: 'binary' },
      { name: 'tags', multiValued: true },
      {
        name: 'shifts',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'name' },
          { name: 'hours', type: 'integer' },
          { name: 'since', type: 'dateTime' },
          { name: 'night', type: 'boolean' },
        ],
      },
    ],
  },
});

/** Few texts, so that filters find something; hard ones for SQL, JSON, case and collation. */
export const texts = [
  'work',
  'Work',
  'HOME',
  'ada',
  'Ada Lovelace',
  'ADA@example.org',
  'ada@EXAMPLE.org',
  'b_b%',
  "O'Brien",
  'quo"te',
  'back\\slash',
  'ends\\',
  'caf\u00e9',
  'CAFE\u0301',
  '\u039f\u0394\u039f\u03a3',
  '\u03bf\u03b4\u03bf\u03c2',
  '\u039f\u0394\u039f\u03a3\u0391',
  'stra\u00dfe',
  '\u{1f600}',
  '\uffee',
  'z',
  'Zed',
  '-1',
  'true',
  'null',
];
const text = fc.constantFrom(...texts);
export const times = [
  '2024-02-29T12:00:00Z',
  '2024-02-29T12:00:00.1234567Z',
  '2024-02-29T12:00:00.123456Z',
  '2024-02-29T13:30:00+01:30',
  '2024-02-29T12:00:00.5-00:30',
  '1999-12-31T23:59:59Z',
  '2030-01-01T00:00:00',
];
const time = fc.constantFrom(...times);
export const numbers = [-2, -0.5, 0, 1, 1.5, 2, 10, 100, 9007199254740991];
const whole = fc.constantFrom(...numbers.filter(Number.isInteger));
export const stamps = ['QUJD', 'abcd', 'QQ=='];
const boolean = fc.constantFrom<unknown>(true, false, 'True', 'FALSE');
/** What counts as no value at all. */
const nothing = fc.constantFrom<unknown>(undefined, undefined, null, '');

function maybe(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: nothing });
}

/** Values that differ in `value` and `type`, of which at most one is the primary one. */
const plural = fc
  .uniqueArray(fc.record({ value: maybe(text), type: maybe(text), display: maybe(text) }), {
    maxLength: 3,
    selector: ({ value, type }) =>
      JSON.stringify([value || '', type || ''])
        .normalize('NFC')
        .toLowerCase(),
  })
  .chain((values) =>
    fc
      .tuple(maybe(boolean), fc.nat(2))
      .map(([primary, at]) => values.map((one, i) => (i === at ? { ...one, primary } : one))),
  );

const shift = fc.record({
  name: maybe(text),
  hours: maybe(whole),
  since: maybe(time),
  night: maybe(boolean),
});

const resource = fc.record({
  externalId: maybe(text),
  name: fc.record({ givenName: maybe(text), familyName: maybe(text) }),
  displayName: maybe(text),
  title: maybe(text),
  profileUrl: maybe(text),
  active: maybe(boolean),
  emails: plural,
  roles: plural,
  [ENTERPRISE]: maybe(
    fc.record({ department: maybe(text), manager: maybe(fc.record({ value: text })) }),
  ),
  [CUSTOM]: maybe(
    fc.record({
      level: maybe(whole),
      rate: maybe(fc.constantFrom(...numbers)),
      hiredAt: maybe(time),
      certified: maybe(boolean),
      badge: maybe(text),
      stamp: maybe(fc.constantFrom(...stamps)),
      tags: fc.array(text, { maxLength: 3 }),
      shifts: fc.array(shift, { maxLength: 3 }),
    }),
  ),
});

function idOf(n: number): string {
  return `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

/** Of the first three people, and one in a spelling that no id has. */
export const someIds = [idOf(0), idOf(1), idOf(2), idOf(10).toUpperCase().replace('7', 'A')];

/** @param count how many */
export function somePeople(count: number): Person[] {
  const people = fc.sample(fc.record({ resource, created: time, lastModified: time }), count);
  return people.map((person, i) => ({
    ...person,
    id: idOf(i),
    resource: { ...person.resource, userName: `${texts[i % texts.length]}-${i}` },
  }));
}
