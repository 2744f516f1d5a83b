import { expect } from 'chai';
import fc from 'fast-check';
import { ncName } from './ncname.ts';

describe('NCName of any text', () => {
  it('keeps a UUID as it is', () => {
    expect(ncName('deck', '0198c0de-0000-7000-8000-000000000001')).to.equal(
      'deck-0198c0de-0000-7000-8000-000000000001',
    );
  });

  it('is always an NCName', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(ncName('deck', text)).to.match(/^[A-Za-z_][A-Za-z0-9._-]*$/);
      }),
    );
  });

  it('differs where the texts differ', () => {
    const pair = fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(ncName('deck', a) === ncName('deck', b)).to.equal(a === b);
      }),
    );
    expect(ncName('deck', 'Acme & Co')).not.to.equal(ncName('deck', 'Acme + Co'));
    expect(ncName('deck', '\ud800')).not.to.equal(ncName('deck', '\ud801'));
  });
});
