import { expect } from 'chai';
import { isIri, isMailto, sameMailbox } from './iri.ts';

describe('IRIs (RFC 3987)', () => {
  const table: [string, boolean][] = [
    ['https://example.org/x?y=[1]#z', true],
    ['urn:uuid:6690e6c9-3ef0-4ed3-8b37-7f3964730bee', true],
    ['http://bücher.example/日本', true],
    ['tag:example.org,2026:x', true],
    ['x-custom+v1.0:y', true],
    ['http://example.org/%C3%A4', true],
    ['http://example.org/../a', true],
    ['', false],
    ['example.org/x', false],
    ['//example.org/x', false],
    ['ab=c://example.org', false],
    ['1http://example.org', false],
    ['http:', false],
    ['http://example.org/a b', false],
    ['http://example.org/\n', false],
    ['http://example.org/\u007f', false],
    ['http://example.org/{x}', false],
    ['http://example.org/<x>', false],
    ['http://example.org/a|b', false],
    ['http://example.org/"', false],
    ['http://example.org/\\', false],
    ['http://example.org/%', false],
    ['http://example.org/%4', false],
    ['http://example.org/%zz', false],
    ['http://example.org/\0', false],
    ['http://example.org/\ud800', false],
    ['http://example.org/\u{1f600}', true],
  ];
  for (const [text, valid] of table) {
    it(`${JSON.stringify(text)} is ${valid ? 'one' : 'none'}`, () => {
      expect(isIri(text)).to.equal(valid);
    });
  }
});

describe('mailboxes (RFC 6068)', () => {
  const table: [string, boolean][] = [
    ['mailto:ada@example.org', true],
    ["mailto:o'hara+x=1@example.org", true],
    ['mailto:jürgen@bücher.example', true],
    ['mailto:should.fail.com', false],
    ['ada@example.org', false],
    ['Mailto:ada@example.org', false],
    ['mailto:@example.org', false],
    ['mailto:ada@', false],
    ['mailto:a@b@c', false],
    ['mailto:ada@example.org,bob@example.org', false],
    ['mailto:ada@example.org?subject=x', false],
    ['mailto:ada @example.org', false],
  ];
  for (const [text, valid] of table) {
    it(`${text} is ${valid ? 'one' : 'none'}`, () => {
      expect(isMailto(text)).to.equal(valid);
    });
  }

  it('data 2.3.1 the domain has no case, the name before it has', () => {
    expect(sameMailbox('mailto:Ada@Example.ORG')).to.equal('mailto:Ada@example.org');
  });
});
