import { expect } from 'chai';
import type { Json } from '../json.ts';
import type { Version } from '../version.ts';
import type { Complaint } from '../xapi-error.ts';
import { checkStatement } from './statement-rules.ts';
import { complaintOf } from './testing/complaint-of.ts';

const ada = { mbox: 'mailto:ada@example.org' };
const plain = {
  actor: ada,
  verb: { id: 'https://example.org/did' },
  object: { id: 'https://example.org/x' },
};

describe('hostile input', () => {
  it('a megabyte of nesting is refused without running out of stack', () => {
    for (const levels of [102, 500_000]) {
      const value = JSON.parse(`${'{"a":['.repeat(levels / 2)}0${']}'.repeat(levels / 2)}`);
      const nested = { ...plain, result: { extensions: { 'urn:x': value } } };
      const { pointer, expected } = refusalOf(nested, '2.0.0');
      expect(pointer).to.match(/^\/result\/extensions\/urn:x\/a\/0/);
      expect(expected).to.equal('at most 100 levels');
    }
  });

  it('data 4.1 an extension may hold anything else, NUL and __proto__ too', () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}, "a": "\\u0000 \\ud800", "": null}');
    const statement = { ...plain, result: { extensions: { 'urn:x': value } } };
    expect(checkStatement(statement, '2.0.0')).to.equal(statement);
    expect({}).not.to.have.property('polluted');
  });

  it('names of inherited properties are unknown, not known', () => {
    for (const key of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      const statement = JSON.parse(`{"${key}": {}, ${JSON.stringify(plain).slice(1)}`);
      expect(refusalOf(statement, '2.0.0')).to.include({
        pointer: `/${key}`,
        requirement: 'XAPI-00010',
      });
    }
  });

  it('__proto__ is no language', () => {
    const display = JSON.parse('{"__proto__": "x"}');
    const { pointer } = refusalOf({ ...plain, verb: { ...plain.verb, display } }, '2.0.0');
    expect(pointer).to.equal('/verb/display/__proto__');
  });

  // Were one of them checked in quadratic time, it would take hours.
  it('texts of megabytes are checked in linear time', () => {
    const long = 'a'.repeat(2_000_000);
    for (const format of [
      `mailto:${long}`,
      `${long}:`,
      `P${'1'.repeat(2e6)}`,
      `en${'-abcde'.repeat(3e5)}`,
    ]) {
      refusalOf({ ...plain, actor: { mbox: format } }, '2.0.0');
      refusalOf({ ...plain, verb: { id: `${format} ` } }, '2.0.0');
      refusalOf({ ...plain, timestamp: format }, '2.0.0');
      refusalOf({ ...plain, result: { duration: `${format} ` } }, '2.0.0');
      refusalOf({ ...plain, context: { language: format } }, '2.0.0');
    }
  });

  it('a group of 20,000 members is checked', () => {
    const member = Array.from({ length: 20_000 }, (_, n) => ({
      mbox: `mailto:${n}@example.org`,
    }));
    checkStatement({ ...plain, actor: { objectType: 'Group', member } }, '2.0.0');
  });
});

function refusalOf(input: Json, version: Version): Complaint {
  return complaintOf(() => checkStatement(input, version));
}
