import { expect } from 'chai';
import { checkAgentParameter, checkIri, checkTimestamp, checkUuid } from './parameters.ts';
import { complaintOf } from './testing/complaint-of.ts';

describe('parameters (XAPI-00012)', () => {
  it('an agent or identified group, with its key', () => {
    const agent = { objectType: 'Agent', mbox: 'mailto:ada@example.org', name: 'Ada' };
    expect(checkAgentParameter(JSON.stringify(agent))).to.deep.equal({
      actor: agent,
      key: 'mbox:mailto:ada@example.org',
    });
    const group = '{"objectType": "Group", "openid": "urn:team"}';
    expect(checkAgentParameter(group).key).to.equal('openid:urn:team');
  });

  const refused: [string, string, string][] = [
    ['ada', 'The parameter agent is "ada".', ''],
    ['{"mbox": "ada"}', 'The parameter /mbox of agent is "ada".', '/mbox'],
    ['{}', 'The parameter agent has no identifier.', ''],
    ['null', 'The parameter agent is null.', ''],
    [
      '{"objectType": "Group", "member": [{"openid": "urn:ada"}]}',
      'The parameter agent is an anonymous Group.',
      '',
    ],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'The parameter agent is an array of 1.', ''],
  ];
  for (const [text, message, pointer] of refused) {
    it(`agent=${text.slice(0, 60)} is refused`, () => {
      expect(complaintOf(() => checkAgentParameter(text))).to.include({ message, pointer });
    });
  }

  it('times, UUIDs and IRIs by the rules of statements', () => {
    expect(checkTimestamp('2026-05-04T12:30:00+02:00', 'since', '2.0.0').toISOString()).to.equal(
      '2026-05-04T10:30:00.000Z',
    );
    const id = '6690E6C9-3ef0-4ed3-8b37-7f3964730bee';
    expect(checkUuid(id, 'statementId')).to.equal(id.toLowerCase());
    expect(checkIri('urn:x', 'verb')).to.equal('urn:x');
  });

  it('the error names the parameter and what would be right', () => {
    const table: [() => unknown, string][] = [
      [() => checkTimestamp('soon', 'since', '2.0.0'), 'The parameter since is "soon".'],
      [
        () => checkTimestamp('2026-05-04', 'until', '2.0.0'),
        'The parameter until is "2026-05-04".',
      ],
      [() => checkUuid('1', 'registration'), 'The parameter registration is "1".'],
      [() => checkIri('x', 'activity'), 'The parameter activity is "x".'],
    ];
    for (const [check, message] of table) {
      const complaint = complaintOf(check);
      expect(complaint).to.include({ message, requirement: 'XAPI-00012' });
      expect(complaint.expected).to.be.a('string');
    }
  });
});
