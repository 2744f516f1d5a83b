import { expect } from 'chai';
import { hashToken, newToken } from './one-time-tokens.ts';
import { isSameSecret, newSecret } from './secret.ts';

describe('one-time tokens', () => {
  it('are 256 random bits, found by a hash that does not contain them', () => {
    const { token, hash } = newToken();
    expect(Buffer.from(token, 'base64url')).to.have.length(32);
    expect(hashToken(token)).to.equal(hash);
    expect(hashToken(newToken().token)).to.not.equal(hash);
  });
});

describe('secrets', () => {
  it('are compared whole, whatever their lengths', () => {
    expect(isSameSecret('abc', 'abc')).to.equal(true);
    for (const other of ['', 'ab', 'abcd', 'abd'])
      expect(isSameSecret('abc', other)).to.equal(false);
  });

  it('have 32 bytes', () => {
    expect(newSecret()).to.have.length(32);
  });
});
