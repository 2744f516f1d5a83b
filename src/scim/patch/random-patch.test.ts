import { expect } from 'chai';
import fc from 'fast-check';
import { customSchema } from '../filter/testing/people.ts';
import type { ScimDocument } from '../resource/document.ts';
import { readResource } from '../resource/read-resource.ts';
import { schemaOf } from '../schemas/registry.ts';
import { ScimError } from '../scim-error.ts';
import { applyPatch } from './apply-patch.ts';
import { PATCH_URN, readPatch } from './patch-operation.ts';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUSTOM = customSchema.schema.id;
const schema = schemaOf('User', [customSchema]);
const id = '01900000-0000-7000-8000-000000000000';
const bare: ScimDocument = { schemas: [CORE], userName: 'ada' };

function patch(document: ScimDocument, Operations: unknown[]): ScimDocument {
  const operations = readPatch({ schemas: [PATCH_URN], Operations });
  return applyPatch(document, operations, { schema, profile: 'entra', id });
}

/** One attribute, by all the paths that clients write for it. */
interface Target {
  name: string;
  paths: readonly string[];
  /** Other ways to say it without a path. */
  nested(value: unknown): Record<string, unknown>[];
  read(document: ScimDocument): unknown;
}

const email = (type: string): Target => ({
  name: `${type} e-mail`,
  paths: [
    `emails[type eq "${type}"].value`,
    `Emails[Type EQ "${type.toUpperCase()}"].Value`,
    `${CORE}:emails[type eq "${type}"].value`,
  ],
  nested: () => [],
  read: ({ emails }) =>
    Array.isArray(emails)
      ? emails.flatMap((one) =>
          typeof one === 'object' && 'type' in one && `${one.type}`.toLowerCase() === type
            ? [one.value]
            : [],
        )[0]
      : undefined,
});
const part = (document: ScimDocument, ...keys: string[]) =>
  keys.reduce<unknown>(
    (whole, key) => (typeof whole === 'object' && whole !== null ? Reflect.get(whole, key) : whole),
    document,
  );
const targets: readonly Target[] = [
  {
    name: 'title',
    paths: ['title', 'TITLE', `${CORE}:title`],
    nested: () => [],
    read: (document) => part(document, 'title'),
  },
  {
    name: 'givenName',
    paths: ['name.givenName', 'NAME.givenname', `${CORE}:name.givenName`],
    nested: (value) => [{ name: { givenName: value } }],
    read: (document) => part(document, 'name', 'givenName'),
  },
  {
    name: 'department',
    paths: [`${ENTERPRISE}:department`, `${ENTERPRISE}.department`],
    nested: (value) => [{ [ENTERPRISE]: { department: value } }],
    read: (document) => part(document, ENTERPRISE, 'department'),
  },
  {
    name: 'manager',
    paths: [`${ENTERPRISE}:manager`, `${ENTERPRISE}:manager.value`, `${ENTERPRISE}.manager`],
    nested: (value) => [
      { [ENTERPRISE]: { manager: value } },
      { [ENTERPRISE]: { manager: { value } } },
      { [`${ENTERPRISE}:manager`]: { value } },
    ],
    read: (document) => part(document, ENTERPRISE, 'manager', 'value'),
  },
  email('work'),
  email('home'),
];

const step = fc
  .record({
    target: fc.constantFrom(...targets),
    value: fc.option(fc.constantFrom('a', 'b', 'c')),
    way: fc.nat(),
    op: fc.constantFrom('add', 'Add', 'replace', 'Replace'),
    empty: fc.constantFrom('', null),
  })
  .map(({ target, value, way, op, empty }) => {
    const given = value ?? empty;
    const ways = [
      ...target.paths.map((path) => ({ op, path, value: given })),
      ...target.paths.map((path) => ({ op, value: { [path]: given } })),
      ...target.nested(given).map((one) => ({ op, value: one })),
      ...(value === null ? target.paths.map((path) => ({ op: 'Remove', path })) : []),
    ];
    return { name: target.name, value: value ?? undefined, operation: ways[way % ways.length] };
  });

/** Paths and values of every kind, most of them wrong somewhere. */
const anyPath = fc.constantFrom(
  undefined,
  'title',
  'userName',
  'active',
  'name',
  'name.givenName',
  'emails',
  'emails.type',
  'emails[type eq "work"]',
  'emails[type eq "work" and primary eq true].value',
  'emails[not (type pr)]',
  'emails[value sw "a"].type',
  'roles[primary eq "True"].value',
  'addresses[type eq "work"].locality',
  'schemas',
  'id',
  'groups',
  'password',
  ENTERPRISE,
  `${ENTERPRISE}:manager`,
  CUSTOM,
  `${CUSTOM}:tags`,
  `${CUSTOM}:tags[value eq "a"]`,
  `${CUSTOM}:shifts[hours gt 1].night`,
  `${CUSTOM}:level`,
  '__proto__',
  'constructor.prototype',
  'x[',
);
const simple = fc.constantFrom<unknown>('a', 'b', 'work', '', null, true, 'False', 1, 2.5, '\0');
const key = fc.constantFrom(
  ...['value', 'type', 'primary', 'display', 'Value', 'givenName', 'title', 'emails', 'name'],
  ...['userName', 'manager', 'tags', 'hours', 'locality', '__proto__', 'constructor', 'id', '$ref'],
  ...[ENTERPRISE, CUSTOM, 'emails[type eq "work"].value', 'name.givenName'],
);
const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    simple,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map(Object.fromEntries),
  ),
})).value;
const anyOperation = fc.record({
  op: fc.constantFrom('add', 'replace', 'remove'),
  path: anyPath,
  value: anyValue,
});

describe('random patches', () => {
  it('every spelling of a change does the same, step by step', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const model = new Map<string, string | undefined>();
        for (const { name, value } of steps) model.set(name, value);
        const changed = patch(
          bare,
          steps.map(({ operation }) => operation),
        );
        for (const { name, read } of targets) {
          expect(read(changed), name).to.equal(model.get(name));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('a patch is refused whole, or leaves a document as a POST of it would be kept', () => {
    const prototype = Object.getOwnPropertyNames(Object.prototype);
    let changes = 0;
    const documents = fc.constantFrom<ScimDocument>(
      bare,
      { ...bare, name: { givenName: 'a' }, emails: [{ value: 'a', type: 'work', primary: true }] },
      {
        ...bare,
        emails: [{ value: 'a', type: 'work' }, { value: 'b', type: 'home' }, { value: 'a' }],
      },
      {
        schemas: [CORE, ENTERPRISE, CUSTOM],
        userName: 'ada',
        [ENTERPRISE]: { department: 'd', manager: { value: 'm', $ref: 'r' } },
        [CUSTOM]: { tags: ['a', 'b'], shifts: [{ hours: 1 }, { hours: 2, night: true }] },
      },
    );
    fc.assert(
      fc.property(
        documents,
        fc.array(anyOperation, { minLength: 1, maxLength: 3 }),
        (document, operations) => {
          const before = structuredClone(document);
          try {
            const after = patch(document, operations);
            if (after !== document) changes += 1;
            const kept = readResource(after, { schema, profile: 'entra' }).document;
            expect(after).to.deep.equal(kept);
          } catch (error) {
            if (!(error instanceof ScimError)) throw error;
          }
          expect(document).to.deep.equal(before);
        },
      ),
      { numRuns: 5000 },
    );
    expect(changes).to.be.greaterThan(500);
    expect(Object.getOwnPropertyNames(Object.prototype)).to.deep.equal(prototype);
  });
});
