import { expect } from 'chai';
import fc from 'fast-check';
import { versions } from '../version.ts';
import { prepareStatement } from './prepare-statement.ts';
import type { Statement } from './statement.ts';
import { checkStatement } from './statement-rules.ts';
import { complaintOf } from './testing/complaint-of.ts';
import { validStatement } from './testing/valid-statement.ts';

const id = '6690e6c9-3ef0-4ed3-8b37-7f3964730bee';
const authority = {
  objectType: 'Agent',
  account: { homePage: 'https://example.org', name: 'key' },
};
const plain: Statement = {
  actor: { mbox: 'mailto:ada@example.org' },
  verb: { id: 'https://example.org/did' },
  object: { id: 'https://example.org/x' },
};
const completion = { id, version: '2.0.0', authority } as const;
const preparedJson = (statement: Statement, version: '1.0.3' | '2.0.0' = '2.0.0') =>
  JSON.parse(prepareStatement(statement, { ...completion, version }).json);

describe('preparing statements', () => {
  it('XAPI-00026 an id is given where there is none', () => {
    expect(prepareStatement(plain, completion).id).to.equal(id);
    expect(preparedJson(plain).id).to.equal(id);
  });

  it('ids, references and registrations are kept in lower case', () => {
    const upper = id.toUpperCase();
    const prepared = prepareStatement(
      {
        ...plain,
        id: upper,
        object: { objectType: 'StatementRef', id: upper },
        context: { registration: upper },
      },
      completion,
    );
    expect(prepared).to.include({ id, refersTo: id, registration: id });
  });

  it('XAPI-00099 the caller vouches for it, whoever it claims', () => {
    const prepared = prepareStatement(
      { ...plain, authority: { mbox: 'mailto:other@example.org' } },
      completion,
    );
    expect(prepared.authority).to.equal('account:https://example.org|key');
    expect(JSON.parse(prepared.json).authority).to.deep.equal(authority);
  });

  it('XAPI-00097 stored is left to the store, and so is a missing timestamp', () => {
    const prepared = prepareStatement({ ...plain, stored: '2020-01-01T00:00:00Z' }, completion);
    expect(JSON.parse(prepared.json)).not.to.have.any.keys('stored', 'timestamp');
    expect(prepared.hasTimestamp).to.equal(false);
  });

  it('XAPI-00332 keeps its own version; without one it gets that of the request', () => {
    expect(preparedJson(plain, '1.0.3').version).to.equal('1.0.0');
    expect(preparedJson(plain).version).to.equal('2.0.0');
    const older = prepareStatement({ ...plain, version: '1.0.9' }, completion);
    expect(JSON.parse(older.json).version).to.equal('1.0.9');
    expect(older.version).to.equal('1.0.3');
  });

  it('XAPI-00096 a single context activity becomes a list, in a SubStatement too', () => {
    const context = { contextActivities: { parent: { id: 'urn:x' }, other: [{ id: 'urn:y' }] } };
    const lists = { contextActivities: { parent: [{ id: 'urn:x' }], other: [{ id: 'urn:y' }] } };
    const json = preparedJson({
      ...plain,
      context,
      object: { objectType: 'SubStatement', ...plain, object: { id: 'urn:x' }, context },
    });
    expect(json.context).to.deep.equal(lists);
    expect(json.object.context).to.deep.equal(lists);
  });

  it('2.0 4.2.7 timestamps in UTC, in a SubStatement too; 1.0.3 as they came', () => {
    const timestamp = '2026-05-04T12:30:00.1234+02:00';
    const statement: Statement = {
      ...plain,
      timestamp,
      object: { objectType: 'SubStatement', ...plain, object: { id: 'urn:x' }, timestamp },
    };
    const utc = '2026-05-04T10:30:00.1234Z';
    expect(preparedJson(statement).timestamp).to.equal(utc);
    expect(preparedJson(statement).object.timestamp).to.equal(utc);
    expect(preparedJson(statement, '1.0.3').timestamp).to.equal(timestamp);
  });

  it('XAPI-00018 a StatementRef with the verb voided voids', () => {
    const object = { objectType: 'StatementRef', id } as const;
    const verb = { id: 'http://adlnet.gov/expapi/verbs/voided' };
    expect(prepareStatement({ ...plain, verb, object }, completion).voids).to.equal(true);
    expect(prepareStatement({ ...plain, object }, completion).voids).to.equal(false);
  });

  it('attachments whose content has to be there, or came along', () => {
    const attachment = {
      usageType: 'urn:x',
      display: {},
      contentType: 'text/plain',
      length: 1,
      sha2: 'A'.repeat(64),
    };
    const elsewhere = { ...attachment, sha2: 'B'.repeat(64), fileUrl: 'https://example.org/b' };
    const statement = { ...plain, attachments: [attachment, attachment, elsewhere] };
    expect(prepareStatement(statement, completion).attachments).to.deep.equal(['a'.repeat(64)]);
    const contents = new Set(['b'.repeat(64)]);
    expect(prepareStatement(statement, { ...completion, contents }).attachments).to.deep.equal([
      'a'.repeat(64),
      'b'.repeat(64),
    ]);
  });

  it('XAPI-00098 an authority that is none is refused', () => {
    const { pointer } = complaintOf(() =>
      prepareStatement(plain, { ...completion, authority: { mbox: 'ada' } }),
    );
    expect(pointer).to.equal('/authority/mbox');
  });

  it('the statement that was given is not changed', () => {
    fc.assert(
      fc.property(validStatement('2.0.0'), (statement) => {
        const before = JSON.stringify(statement);
        prepareStatement(statement, completion);
        expect(JSON.stringify(statement)).to.equal(before);
      }),
    );
  });

  for (const version of versions) {
    it(`what is kept of any statement of ${version} is a valid statement again, with the same hash`, () => {
      fc.assert(
        fc.property(validStatement(version), (statement) => {
          const once = prepareStatement(statement, { id, version, authority });
          const kept = checkStatement(JSON.parse(once.json), version);
          const again = prepareStatement(kept, { id: 'other', version, authority });
          expect(again).to.deep.equal({ ...once, source: kept });
        }),
        { numRuns: 300 },
      );
    });

    it(`the exact text of any statement of ${version} says all that came`, () => {
      fc.assert(
        fc.property(validStatement(version), (statement) => {
          const kept = JSON.parse(prepareStatement(statement, { id, version, authority }).json);
          const { id: _, stored: __, authority: ___, version: ____, ...came } = statement;
          expect(kept).to.deep.include({ actor: came.actor, verb: came.verb });
          expect(kept.result).to.deep.equal(came.result);
          expect(kept.attachments).to.deep.equal(came.attachments);
          expect(kept.context?.extensions).to.deep.equal(came.context?.extensions);
          if (came.object.objectType !== 'SubStatement') {
            expect(kept.object).to.deep.equal(came.object);
          }
        }),
        { numRuns: 300 },
      );
    });
  }
});
