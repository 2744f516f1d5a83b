import { expect } from 'chai';
import { canonicalJson, storableJson, storableText } from './storable-json.ts';

describe('storable JSON', () => {
  it('drops NUL characters and lone surrogates, deep inside too', () => {
    expect(storableJson({ a: ['x\0y', '\ud800z', 'ok 😀'] })).to.equal(
      JSON.stringify({ a: ['xy', '\ufffdz', 'ok 😀'] }),
    );
    expect(storableText('a\0b')).to.equal('ab');
  });

  it('keeps a written-out escape that only looks like one', () => {
    expect(JSON.parse(storableJson({ a: 'C:\\u0000' }))).to.deep.equal({ a: 'C:\\u0000' });
  });

  it('is the same text for the same value in another key order', () => {
    expect(canonicalJson({ b: [{ y: 1, x: 2 }], a: undefined })).to.equal(
      canonicalJson({ a: undefined, b: [{ x: 2, y: 1 }] }),
    );
    expect(canonicalJson({ a: 'x\0y' })).to.equal(canonicalJson({ a: 'xy' }));
    expect(canonicalJson({ a: [1, 2] })).not.to.equal(canonicalJson({ a: [2, 1] }));
  });
});
