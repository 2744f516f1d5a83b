import { expect } from 'chai';
import type { Json } from '../json.ts';
import { type Version, versions } from '../version.ts';
import type { Complaint } from '../xapi-error.ts';
import { checkStatement, checkStatements } from './statement-rules.ts';
import { complaintOf } from './testing/complaint-of.ts';

const ada = { mbox: 'mailto:ada@example.org' };
const plain = {
  actor: ada,
  verb: { id: 'https://example.org/did' },
  object: { id: 'https://example.org/x' },
};

describe('differences by version', () => {
  const contextAgent = { objectType: 'contextAgent', agent: ada };
  const contextGroup = { objectType: 'contextGroup', group: { objectType: 'Group', ...ada } };
  const inSub = (context: Json): Json => ({
    ...plain,
    object: { objectType: 'SubStatement', ...plain, context },
  });
  const onlyIn2: [string, Json][] = [
    ['contextAgents', { ...plain, context: { contextAgents: [contextAgent] } }],
    ['contextGroups', { ...plain, context: { contextGroups: [contextGroup] } }],
    ['contextAgents in a SubStatement', inSub({ contextAgents: [contextAgent] })],
    ['contextGroups in a SubStatement', inSub({ contextGroups: [contextGroup] })],
    ['version 2.0.0', { ...plain, version: '2.0.0' }],
  ];
  for (const [title, statement] of onlyIn2) {
    it(`2.0 4.2.2.5 ${title}: in requests of 2.0 only`, () => {
      expect(checkStatement(statement, '2.0.0')).to.equal(statement);
      refusalOf(statement, '1.0.3');
    });
  }

  const onlyIn1 = [
    '2026-05-04',
    '2026-05-04T12:30:00',
    '20260504T123000Z',
    '2026-05-04T12:30:00+02',
  ];
  for (const timestamp of onlyIn1) {
    it(`2.0 4.2.7 timestamp ${timestamp}: ISO 8601, but not RFC 3339`, () => {
      checkStatement({ ...plain, timestamp }, '1.0.3');
      expect(refusalOf({ ...plain, timestamp }, '2.0.0').pointer).to.equal('/timestamp');
    });
  }
});

describe('groups where no agent may stand', () => {
  const named = { name: 'no objectType', ...ada };
  const places: [string, Json][] = [
    ['/object', { ...plain, object: named }],
    ['/context/team', { ...plain, context: { team: named } }],
    [
      '/context/contextGroups/0/group',
      {
        ...plain,
        context: { contextGroups: [{ objectType: 'contextGroup', group: named }] },
      },
    ],
    [
      '/actor/member/0/objectType',
      {
        ...plain,
        actor: { objectType: 'Group', member: [{ objectType: 'Group', ...ada }] },
      },
    ],
  ];
  for (const [pointer, statement] of places) {
    it(`${pointer} is refused`, () => {
      expect(refusalOf(statement, '2.0.0').pointer).to.equal(pointer);
    });
  }
});

describe('errors', () => {
  const table: [string, Json, Partial<Complaint>][] = [
    [
      'XAPI-00003 no actor',
      { verb: plain.verb, object: plain.object },
      {
        message: 'The statement lacks "actor".',
        pointer: '',
        expected: 'a Statement with "actor"',
        requirement: 'XAPI-00003',
      },
    ],
    [
      'XAPI-00008 another case',
      { ...plain, Timestamp: '' },
      {
        message: '/Timestamp is no property of a Statement.',
        expected: '"timestamp", in this case',
        requirement: 'XAPI-00008',
      },
    ],
    [
      'XAPI-00001 null',
      { ...plain, result: { success: null } },
      {
        message: '/result/success is null.',
        expected: 'true or false',
        requirement: 'XAPI-00001',
      },
    ],
    [
      'XAPI-00006 a text for a number',
      { ...plain, result: { score: { raw: '7' } } },
      {
        message: '/result/score/raw is "7".',
        expected: 'a number',
        requirement: 'XAPI-00082',
      },
    ],
    [
      'XAPI-00080 min not below max',
      { ...plain, result: { score: { min: 5, max: 5 } } },
      {
        message: '/result/score/max is 5.',
        expected: 'more than "min", which is 5',
        requirement: 'XAPI-00080',
      },
    ],
    [
      'XAPI-00082 raw out of range',
      { ...plain, result: { score: { raw: 5, max: 4 } } },
      {
        message: '/result/score/raw is 5.',
        expected: 'at most 4',
        requirement: 'XAPI-00082',
      },
    ],
    [
      'RFC 6901 keys of pointers are escaped',
      { ...plain, object: { ...plain.object, definition: { extensions: { 'a/b~c': 1 } } } },
      {
        pointer: '/object/definition/extensions/a~1b~0c',
        requirement: 'XAPI-00118',
      },
    ],
    [
      'long values are cut',
      { ...plain, verb: { id: 'x'.repeat(1e6) } },
      {
        message: `/verb/id is "${'x'.repeat(60)}…".`,
      },
    ],
    ['no object at all', 5, { message: 'The statement is 5.', expected: 'a Statement' }],
  ];
  for (const [title, statement, complaint] of table) {
    it(title, () => {
      expect(refusalOf(statement, '2.0.0')).to.include(complaint);
    });
  }
});

describe('batches', () => {
  const id = '6690e6c9-3ef0-4ed3-8b37-7f3964730bee';

  it('a single statement is a batch of one', () => {
    expect(checkStatements(plain, '1.0.3')).to.deep.equal([plain]);
  });

  it('XAPI-00326 the error names the statement', () => {
    const complaint = complaintOf(() => checkStatements([plain, { ...plain, id: 'x' }], '2.0.0'));
    expect(complaint).to.include({
      statement: 1,
      pointer: '/id',
      message: 'Statement 1: /id is "x".',
    });
  });

  for (const version of versions) {
    it(`2.0 4.1.6.1 the same id twice, whatever its case, in ${version}`, () => {
      const batch = [{ ...plain, id }, plain, { ...plain, id: id.toUpperCase() }];
      expect(complaintOf(() => checkStatements(batch, version))).to.include({
        statement: 2,
        pointer: '/id',
      });
    });
  }

  it('an empty batch has no statements', () => {
    expect(checkStatements([], '2.0.0')).to.deep.equal([]);
  });

  it('an array in a batch is no statement', () => {
    expect(complaintOf(() => checkStatements([[plain]], '2.0.0')).statement).to.equal(0);
  });
});

function refusalOf(input: Json, version: Version): Complaint {
  return complaintOf(() => checkStatement(input, version));
}
