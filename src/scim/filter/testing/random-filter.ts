import fc from 'fast-check';
import { knownAttributes, knownValuePaths, knownWholes, partOf } from './attributes.ts';
import { comparisonHolds, isAssigned, operatorsOf, type ValueType } from './oracle.ts';
import { numbers, type Person, someIds, stamps, texts, times } from './people.ts';

/** A filter as a text, and what it means by the oracle; both are built together. */
export interface RandomFilter<T> {
  text: string;
  /** How many comparisons and operators it has. */
  nodes: number;
  holds(subject: T): boolean;
}

const NODES_MAX = 100;

/** A path in another case: names have none. */
function spelled(path: string): fc.Arbitrary<string> {
  return fc.constantFrom(path, path, path.toUpperCase(), path.toLowerCase());
}

interface Literal {
  /** As it stands in the filter. */
  text: string;
  value: unknown;
}

/** A JSON string, some letters of it escaped. */
function quoted(value: string): fc.Arbitrary<Literal> {
  return fc.boolean().map((escaped) => {
    const text = JSON.stringify(value);
    const harder = text.replaceAll(/[^\x20-\x7e]|a/g, unicodeEscape).replaceAll('/', '\\/');
    return { text: escaped ? harder : text, value };
  });
}

function unicodeEscape(unit: string): string {
  return unit
    .split('')
    .map((half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

const part = fc
  .tuple(fc.constantFrom(...texts), fc.nat(4), fc.integer({ min: 1, max: 8 }))
  .map(([text, start, length]) => [...text].slice(start, start + length).join(''));
const someText = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(...texts).map((text) => text.toUpperCase()),
  part,
);

const literals: Record<ValueType, fc.Arbitrary<Literal>> = {
  text: someText.chain(quoted),
  exact: someText.chain(quoted),
  id: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...someIds) }, someText).chain(quoted),
  binary: fc.constantFrom(...stamps, 'QU', 'ab').chain(quoted),
  boolean: fc.constantFrom(
    ...['true', 'False', 'TRUE', '"True"', '"false"'].map((text) => ({
      text,
      value: text.toLowerCase().includes('true'),
    })),
  ),
  number: fc
    .tuple(fc.constantFrom(...numbers), fc.boolean())
    .map(([value, exponent]) => ({ text: exponent ? value.toExponential() : `${value}`, value })),
  time: fc.constantFrom(...times).chain(quoted),
};

/** A comparison or `pr` of values that `read` finds in the subject. */
function comparison<T>(
  path: string,
  type: ValueType,
  read: (subject: T) => readonly unknown[],
): fc.Arbitrary<RandomFilter<T>> {
  const nothing = fc.record({
    operator: fc.constantFrom('eq' as const, 'ne' as const),
    literal: fc.constantFrom({ text: 'null', value: null }, { text: 'NULL', value: null }),
  });
  const something = fc.record({
    operator: fc.constantFrom(...operatorsOf[type]),
    literal: literals[type],
  });
  const test = fc.oneof({ weight: 9, arbitrary: something }, { weight: 1, arbitrary: nothing });
  return fc
    .tuple(spelled(path), test, fc.boolean())
    .map(([spelling, { operator, literal }, capital]) => ({
      text: `${spelling} ${capital ? operator.toUpperCase() : operator} ${literal.text}`,
      nodes: 1,
      holds: (subject) =>
        comparisonHolds(read(subject), { operator, literal: literal.value, type }),
    }));
}

function presence<T>(
  path: string,
  read: (subject: T) => readonly unknown[],
): fc.Arbitrary<RandomFilter<T>> {
  return spelled(path).map((spelling) => ({
    text: `${spelling} pr`,
    nodes: 1,
    holds: (subject) => read(subject).some(isAssigned),
  }));
}

/** `and`, `or` and `not` over leaves. */
function logic<T>(leaf: fc.Arbitrary<RandomFilter<T>>): fc.Arbitrary<RandomFilter<T>> {
  interface Node extends RandomFilter<T> {
    binds: 'leaf' | 'and' | 'or';
  }
  const asLeaf = leaf.map((filter): Node => ({ ...filter, binds: 'leaf' }));
  const nodesOf = (nodes: readonly Node[]) => nodes.reduce((sum, node) => sum + node.nodes, 1);
  const inParentheses = ({ text }: Node) => `(${text})`;
  return fc.letrec<{ node: Node; and: Node; or: Node; not: Node }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'filter' },
      asLeaf,
      tie('and'),
      tie('or'),
      tie('not'),
    ),
    and: fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((nodes) => ({
      binds: 'and',
      text: nodes.map((one) => (one.binds === 'or' ? inParentheses(one) : one.text)).join(' and '),
      nodes: nodesOf(nodes),
      holds: (subject) => nodes.every(({ holds }) => holds(subject)),
    })),
    or: fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((nodes) => ({
      binds: 'or',
      text: nodes.map(({ text }) => text).join(' Or '),
      nodes: nodesOf(nodes),
      holds: (subject) => nodes.some(({ holds }) => holds(subject)),
    })),
    not: fc.tuple(tie('node'), fc.constantFrom('not ', 'NOT', 'not  ')).map(([node, word]) => ({
      binds: 'leaf',
      text: `${word}${inParentheses(node)}`,
      nodes: nodesOf([node]),
      holds: (subject) => !node.holds(subject),
    })),
  })).node;
}

const valuePath: fc.Arbitrary<RandomFilter<Person>> = fc
  .constantFrom(...knownValuePaths)
  .chain(({ path, parts, elements }) => {
    const leaf = fc.constantFrom(...parts).chain(({ name, type }) => {
      const read = (element: unknown) => [partOf(element, name)];
      const spelling = name === '' ? 'value' : name;
      return fc.oneof(
        { weight: 5, arbitrary: comparison(spelling, type, read) },
        { weight: 1, arbitrary: presence(spelling, read) },
      );
    });
    const named = parts.filter(({ name }) => name !== '');
    const tail =
      named.length === 0
        ? fc.constant(undefined)
        : fc.option(
            fc
              .constantFrom(...named)
              .chain(({ name, type }) =>
                comparison(name, type, (element: unknown) => [partOf(element, name)]),
              ),
            { nil: undefined },
          );
    return fc.tuple(spelled(path), logic(leaf), tail).map(([spelling, inner, after]) => ({
      text: `${spelling}[${inner.text}]${after ? `.${after.text}` : ''}`,
      nodes: inner.nodes + (after ? 2 : 1),
      holds: (person: Person) =>
        elements(person).some((element) => inner.holds(element) && (after?.holds(element) ?? true)),
    }));
  });

const attributeTest = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(...knownAttributes)
      .chain(({ path, type, values }) => comparison(path, type, values)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...knownWholes).chain(({ path, values }) => presence(path, values)),
  },
  { weight: 3, arbitrary: valuePath },
);

/** Filters of the whole grammar. */
const randomFilter = logic(attributeTest);

/** So many different ones, none beyond the limits. */
export function randomFilters(count: number): RandomFilter<Person>[] {
  const found = new Map<string, RandomFilter<Person>>();
  for (const filter of fc.sample(randomFilter, count * 2)) {
    const fits = Buffer.byteLength(filter.text) <= 4096 && filter.nodes <= NODES_MAX;
    if (fits && found.size < count) found.set(filter.text, filter);
  }
  return [...found.values()];
}
