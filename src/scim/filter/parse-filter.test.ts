import { expect } from 'chai';
import type { ClientProfile } from '../schemas/client-profile.ts';
import { ScimError } from '../scim-error.ts';
import type { CompareOperator, Filter, Literal } from './filter.ts';
import { parseFilter } from './parse-filter.ts';

const parse = (text: string, profile: ClientProfile = 'generic') => parseFilter(text, profile);
const path = (...names: string[]) => ({ uri: undefined, names });
const compare = (name: string, operator: CompareOperator, value: Literal) =>
  ({ kind: 'compare', path: path(name), operator, value }) as const;
const eq = (name: string, value: Literal) => compare(name, 'eq', value);
const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le'] as const;
const a = eq('a', 1);
const b = eq('b', 2);
const c = eq('c', 3);

function refused(text: string, profile?: ClientProfile): ScimError {
  try {
    parse(text, profile);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text.slice(0, 100)}`);
}

describe('RFC 7644 3.4.2.2 the grammar of filters', () => {
  const accepted: Record<string, [string, Filter][]> = {
    'attrPath SP "pr"': [
      ['title pr', { kind: 'present', path: path('title') }],
      ['title PR', { kind: 'present', path: path('title') }],
      ['not pr', { kind: 'present', path: path('not') }],
    ],
    'attrPath SP compareOp SP compValue': [
      ...operators.map((operator): [string, Filter] => [
        `a ${operator.toUpperCase()} "x"`,
        compare('a', operator, 'x'),
      ]),
      ['  a   eq\t1  ', a],
    ],
    'compValue: JSON literals, the words in any case': [
      ['a eq true', eq('a', true)],
      ['a eq False', eq('a', false)],
      ['a eq NULL', eq('a', null)],
      ['a eq 0', eq('a', 0)],
      ['a eq -1.50e+2', eq('a', -150)],
    ],
    'compValue: JSON strings with all their escapes': [
      ['a eq ""', eq('a', '')],
      ['a eq "x y (z] and"', eq('a', 'x y (z] and')],
      ['a eq "\\"\\\\\\/\\b\\f\\n\\r\\t"', eq('a', '"\\/\b\f\n\r\t')],
      ['a eq "ends\\\\"', eq('a', 'ends\\')],
      ['a eq "caf\\u00e9 \\ud83d\\ude00"', eq('a', 'caf\u00e9 \u{1f600}')],
    ],
    'logExp: not binds closest, then and, then or': [
      ['a eq 1 and b eq 2', { kind: 'and', filters: [a, b] }],
      ['a eq 1 OR b eq 2 Or c eq 3', { kind: 'or', filters: [a, b, c] }],
      [
        'a eq 1 or b eq 2 and c eq 3',
        { kind: 'or', filters: [a, { kind: 'and', filters: [b, c] }] },
      ],
      [
        'a eq 1 and b eq 2 or c eq 3',
        { kind: 'or', filters: [{ kind: 'and', filters: [a, b] }, c] },
      ],
      ['not (a eq 1) and b eq 2', { kind: 'and', filters: [{ kind: 'not', filter: a }, b] }],
    ],
    '*1"not" "(" FILTER ")"': [
      ['(a eq 1)', a],
      ['( ( a eq 1 ) )', a],
      ['not(a eq 1)', { kind: 'not', filter: a }],
      ['NOT  (not (a eq 1))', { kind: 'not', filter: { kind: 'not', filter: a } }],
      [
        '(a eq 1 or b eq 2) and c eq 3',
        { kind: 'and', filters: [{ kind: 'or', filters: [a, b] }, c] },
      ],
    ],
    'attrPath: [URI ":"] ATTRNAME *1subAttr': [
      ['name.familyName eq 1', { ...a, path: path('name', 'familyName') }],
      ['x-1_$y eq 1', { ...a, path: path('x-1_$y') }],
      ['members.$ref pr', { kind: 'present', path: path('members', '$ref') }],
      ['$ref pr', { kind: 'present', path: path('$ref') }],
      [
        'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName pr',
        {
          kind: 'present',
          path: {
            uri: 'urn:ietf:params:scim:schemas:core:2.0:User',
            names: ['name', 'familyName'],
          },
        },
      ],
    ],
    'valuePath: attrPath "[" valFilter "]"': [
      ['emails[a eq 1]', { kind: 'valuePath', path: path('emails'), filter: a }],
      [
        'emails[ not (a eq 1) or b eq 2 ]',
        {
          kind: 'valuePath',
          path: path('emails'),
          filter: { kind: 'or', filters: [{ kind: 'not', filter: a }, b] },
        },
      ],
      [
        'emails[a eq 1] and b eq 2',
        { kind: 'and', filters: [{ kind: 'valuePath', path: path('emails'), filter: a }, b] },
      ],
    ],
    'a sub-attribute after a valuePath is the same element (Entra)': [
      [
        'emails[a eq 1 or b eq 2].c eq 3',
        {
          kind: 'valuePath',
          path: path('emails'),
          filter: { kind: 'and', filters: [{ kind: 'or', filters: [a, b] }, c] },
        },
      ],
      [
        'emails[a eq 1].value pr',
        {
          kind: 'valuePath',
          path: path('emails'),
          filter: { kind: 'and', filters: [a, { kind: 'present', path: path('value') }] },
        },
      ],
    ],
  };
  for (const [rule, cases] of Object.entries(accepted)) {
    it(rule, () => {
      for (const [text, filter] of cases) expect(parse(text), text).to.deep.equal(filter);
    });
  }

  const broken: Record<string, string[]> = {
    'what is missing': [
      '',
      ' ',
      'a',
      'a eq',
      'a eq 1 and',
      'and b eq 2',
      'not',
      'not (',
      '()',
      'a[]',
    ],
    'what is too much': ['a eq 1 b', 'a pr 1', 'a eq 1)', 'a eq 1 or or b eq 2', 'a[b pr].c pr d'],
    'parentheses that do not match': ['(a eq 1', '(a eq 1]', 'a[b eq 1', 'a[b eq 1)', '((a pr)'],
    'white space that is missing': ['a eq"x"', '(a pr)and (b pr)', '(a pr) and(b pr)', 'a eq (1)'],
    'white space that is too much': ['a [b pr]', 'a[b pr] .c pr', 'a. b pr', 'a\npr', 'a\u00a0pr'],
    'names that are none': [
      '1a pr',
      '_a pr',
      '-a pr',
      '$a pr',
      'a..b pr',
      'a.b.c pr',
      '.a pr',
      'a. pr',
      'a: pr',
      ':a pr',
      'b:a pr',
      'urn::a pr',
      'urn:a:b.c.d.e pr',
      'a%00b pr',
      'a/b pr',
      'a,b pr',
      '__proto__ pr',
      'caf\u00e9 pr',
      '"a" pr',
    ],
    'operators that are none': ['a is 1', 'a = 1', 'a e 1', 'a eqq 1', 'a and b', 'a [ 1'],
    'values that are none': [
      'a eq x',
      "a eq 'x'",
      'a eq 01',
      'a eq +1',
      'a eq .5',
      'a eq 1.',
      'a eq 0x10',
      'a eq 1e999',
      'a eq Infinity',
      'a eq NaN',
      'a eq [1]',
      'a eq {}',
      'a eq undefined',
    ],
    'strings that are none': [
      'a eq "x',
      'a eq "x\\"',
      'a eq "\\x"',
      'a eq "\\u12"',
      'a eq "\\a"',
      'a eq "x\ny"',
      'a eq "x"y',
    ],
    'characters that the database refuses': [
      'a eq "\\u0000"',
      'a eq "x\0"',
      'a\0 pr',
      'a eq "\\ud800"',
      'a eq "\\udc00x"',
      'a eq "\ud800"',
    ],
    'a valuePath within one': ['a[b[c pr]]', 'a[b pr and c[d pr]]', 'a[b[c pr].d pr]'],
    'what only other languages have': [
      "a eq 1' or '1'='1",
      'a eq 1; drop table scim_user',
      'a eq 1 -- x',
      'a eq $1',
      'a eq 1 /* x */',
    ],
  };
  for (const [what, texts] of Object.entries(broken)) {
    it(`${what} -> 400 invalidFilter`, () => {
      for (const text of texts) {
        const { status, scimType } = refused(text);
        expect({ status, scimType }, text).to.deep.equal({
          status: 400,
          scimType: 'invalidFilter',
        });
      }
    });
  }

  it('Entra may leave quotes out', () => {
    expect(parse('externalId eq jyoung', 'entra')).to.deep.equal(eq('externalId', 'jyoung'));
    expect(parse('externalId eq j.young@example.org and a eq 1', 'entra')).to.deep.equal({
      kind: 'and',
      filters: [eq('externalId', 'j.young@example.org'), a],
    });
    expect(parse('a eq 1', 'entra')).to.deep.equal(a);
    expect(refused('externalId eq jyoung', 'okta').scimType).to.equal('invalidFilter');
    expect(refused('externalId eq j\0', 'entra').scimType).to.equal('invalidFilter');
  });

  it('a message says where', () => {
    expect(refused('a eq 1 and b is 2').message).to.equal('at character 14: expected an operator');
  });
});

describe('limits of filters', () => {
  it('4,096 bytes', () => {
    const text = (length: number) => `a eq "${'x'.repeat(length - 7)}"`;
    expect(parse(text(4096))).to.deep.equal(eq('a', 'x'.repeat(4089)));
    expect(refused(text(4097)).message).to.contain('4096 bytes');
    expect(refused(`a eq "${'\u00e9'.repeat(2046)}"`).message).to.contain('4096 bytes');
  });

  it('20 levels', () => {
    const nested = (levels: number) => `${'('.repeat(levels)}a eq 1${')'.repeat(levels)}`;
    expect(parse(nested(20))).to.deep.equal(a);
    expect(refused(nested(21)).message).to.contain('20 levels');
    expect(refused('('.repeat(4000)).message).to.contain('20 levels');
    expect(refused('not('.repeat(1000)).message).to.contain('20 levels');
    expect(refused(`a[${nested(20)}]`).message).to.contain('20 levels');
  });

  it('100 comparisons and operators', () => {
    const chain = (count: number) => Array.from({ length: count }, () => 'a eq 1').join(' or ');
    expect(parse(chain(99))).to.have.property('kind', 'or');
    expect(refused(chain(100)).message).to.contain('100');
    expect(refused(`not (${chain(99)})`).message).to.contain('100');
    expect(refused(`a[${chain(99)}]`).message).to.contain('100');
  });

  it('hostile texts are read once, and not at all where they are too long', () => {
    for (const piece of ['"', '\\', ' ', 'a', 'a.', '('].map((one) => `a eq "${one}`)) {
      const text = piece.padEnd(4096, piece.at(-1));
      expect(refused(text).scimType).to.equal('invalidFilter');
      expect(refused(text.repeat(1_000)).message).to.contain('4096 bytes');
    }
  });
});
