import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '../../json.ts';
import { versions } from '../../version.ts';
import type { Statement } from '../statement.ts';
import { checkStatement } from '../statement-rules.ts';
import { isJsonObject, type Place, placesOf, replaceAt } from '../testing/places.ts';
import { validStatement } from '../testing/valid-statement.ts';
import { statementHash } from './statement-hash.ts';

const ada = { mbox: 'mailto:ada@example.org' };
const plain: Statement = {
  actor: ada,
  verb: { id: 'https://example.org/did' },
  object: { id: 'https://example.org/x' },
};
const ref = '6690e6c9-3ef0-4ed3-8b37-7f3964730bee';
const bob = { mbox: 'mailto:bob@example.org' };

describe('equality of statements (1.0.3 data 2.3.1)', () => {
  const equal: [string, Partial<Statement>, Partial<Statement>][] = [
    ['id', { id: ref }, {}],
    ['stored', { stored: '2026-05-04T12:30:00Z' }, {}],
    ['authority', { authority: bob }, {}],
    ['timestamp', { timestamp: '2026-05-04T12:30:00Z' }, {}],
    ['version', { version: '1.0.0' }, { version: '2.0.0' }],
    ['display of the verb', { verb: { ...plain.verb, display: { en: 'did' } } }, {}],
    [
      'definition of the activity',
      { object: { id: 'https://example.org/x', definition: { name: { en: 'X' } } } },
      {},
    ],
    ['attachments', { attachments: [] }, {}],
    [
      'order of members',
      { actor: { objectType: 'Group', member: [ada, bob] } },
      { actor: { objectType: 'Group', member: [bob, ada] } },
    ],
    [
      'one activity and a list of one',
      { context: { contextActivities: { parent: { id: 'urn:x' } } } },
      { context: { contextActivities: { parent: [{ id: 'urn:x' }] } } },
    ],
    ['case of a domain', { actor: { mbox: 'mailto:ada@EXAMPLE.org' } }, {}],
    [
      'case of UUIDs',
      { object: { objectType: 'StatementRef', id: ref } },
      { object: { objectType: 'StatementRef', id: ref.toUpperCase() } },
    ],
    ['case of languages', { context: { language: 'en-gb' } }, { context: { language: 'en-GB' } }],
    [
      'digits of a duration beyond 0.01 s',
      { result: { duration: 'PT1.2345S' } },
      { result: { duration: 'PT1.23S' } },
    ],
    [
      'zone of a timestamp in a SubStatement',
      {
        object: {
          objectType: 'SubStatement',
          ...plain,
          object: bobAsObject(),
          timestamp: '2026-05-04T12:30:00+02:00',
        },
      },
      {
        object: {
          objectType: 'SubStatement',
          ...plain,
          object: bobAsObject(),
          timestamp: '2026-05-04T10:30:00.000Z',
        },
      },
    ],
    [
      'order of properties',
      { result: { extensions: { 'urn:x': { a: 1, b: 2 } } } },
      { result: { extensions: { 'urn:x': { b: 2, a: 1 } } } },
    ],
  ];
  for (const [title, one, other] of equal) {
    it(`${title} does not count`, () => {
      expect(statementHash({ ...plain, ...one })).to.equal(statementHash({ ...plain, ...other }));
    });
  }

  const different: [string, Partial<Statement>, Partial<Statement>][] = [
    [
      'duration in other units',
      { result: { duration: 'PT60S' } },
      { result: { duration: 'PT1M' } },
    ],
    ['success', { result: { success: true } }, { result: { completion: true } }],
    [
      'order of a list in an extension',
      { result: { extensions: { 'urn:x': [1, 2] } } },
      { result: { extensions: { 'urn:x': [2, 1] } } },
    ],
    [
      'a number and a text',
      { result: { extensions: { 'urn:x': 1 } } },
      { result: { extensions: { 'urn:x': '1' } } },
    ],
    [
      'lone surrogates',
      { result: { extensions: { 'urn:x': '\ud800' } } },
      { result: { extensions: { 'urn:x': '\ud801' } } },
    ],
    [
      'an extension of the context or of the result',
      { result: { extensions: { 'urn:x': 1 } } },
      { context: { extensions: { 'urn:x': 1 } } },
    ],
    [
      'texts that run into each other',
      { context: { revision: 'a', platform: 'b' } },
      { context: { revision: 'aplatformb' } },
    ],
    [
      'another normal form of the same letters',
      { actor: { ...ada, name: 'Zo\u00eb' } },
      { actor: { ...ada, name: 'Zoe\u0308' } },
    ],
    ['a name', { actor: { ...plain.actor, name: 'Ada' } }, {}],
  ];
  for (const [title, one, other] of different) {
    it(`${title} counts`, () => {
      expect(statementHash({ ...plain, ...one })).not.to.equal(
        statementHash({ ...plain, ...other }),
      );
    });
  }

  for (const version of versions) {
    it(`any order of properties and members is the same in ${version}`, () => {
      fc.assert(
        fc.property(validStatement(version), (statement) => {
          const turned = checkStatement(reversed(statement), version);
          expect(statementHash(turned)).to.equal(statementHash(statement));
        }),
        { numRuns: 300 },
      );
    });

    it(`any change of what counts is another statement in ${version}`, () => {
      fc.assert(
        fc.property(validStatement(version), (statement) => {
          for (const place of placesOf(statement).filter(counts)) {
            const changed = changedValue(place);
            if (changed === undefined) continue;
            const other = checkStatement(replaceAt(statement, place.path, changed), version);
            expect(statementHash(other), place.path.join('/')).not.to.equal(
              statementHash(statement),
            );
          }
        }),
        { numRuns: 60 },
      );
    });
  }
});

function bobAsObject() {
  return { objectType: 'Agent' as const, ...bob };
}

/** Keys in reverse, and the members of groups. */
function reversed(value: Json, key = ''): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => reversed(item));
    return key === 'member' ? items.reverse() : items;
  }
  if (!isJsonObject(value)) return value;
  if (key === 'extensions') return Object.fromEntries(Object.entries(value).reverse());
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, child]) => [name, reversed(child, name)]),
  );
}

const assigned = new Set(['id', 'stored', 'authority', 'timestamp', 'version']);
const besides = new Set<unknown>(['definition', 'display', 'attachments']);

function counts({ path }: Place): boolean {
  return (
    path[0] !== undefined && !assigned.has(`${path[0]}`) && !path.some((key) => besides.has(key))
  );
}

/** Another value that keeps the rules and is not merely written otherwise. */
function changedValue({ kind, value }: Place): Json | undefined {
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return undefined;
  switch (kind) {
    case 'text':
    case 'iri':
      return `${value}x`;
    case 'mbox':
      return value.replace('mailto:', 'mailto:x');
    case 'uuid':
      return value.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    case 'duration':
      return value === 'PT2S' ? 'PT3S' : 'PT2S';
    case 'languageTag':
      return value === 'fr' ? 'it' : 'fr';
    case 'timestamp':
      return value === '2020-01-01T00:00:00Z' ? '2021-01-01T00:00:00Z' : '2020-01-01T00:00:00Z';
    default:
      return undefined;
  }
}
