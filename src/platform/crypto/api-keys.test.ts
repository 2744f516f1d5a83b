import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { hashApiKey, newApiKey } from './api-keys.ts';
import { newSecret } from './secret.ts';

const pepper = newSecret();

function fromBase62(text: string): number {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return [...text].reduce((number, digit) => number * 62 + digits.indexOf(digit), 0);
}

describe('API keys', () => {
  it('have a form that scanners know, with a checksum that holds', () => {
    for (let i = 0; i < 50; i++) {
      const { key, prefix } = newApiKey(pepper);
      expect(key).to.match(/^cwk_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}$/);
      expect(key.startsWith(`${prefix}_`)).to.equal(true);
      expect(prefix).to.match(/^cwk_[0-9A-Za-z]{8}$/);
      expect(fromBase62(key.slice(-6))).to.equal(crc32(key.slice(0, -6)));
    }
  });

  it('are found by their hash, which depends on the pepper', () => {
    const { key, hash } = newApiKey(pepper);
    expect(hashApiKey(pepper, key)).to.equal(hash);
    expect(hashApiKey(newSecret(), key)).to.not.equal(hash);
    expect(hash).to.match(/^[0-9a-f]{64}$/);
  });

  it('may be any text, as a bootstrap key is', () => {
    const printable = fc.string({ minLength: 32, maxLength: 200 });
    fc.assert(
      fc.property(printable, printable, (a, b) => {
        expect(hashApiKey(pepper, a) === hashApiKey(pepper, b)).to.equal(a === b);
      }),
    );
  });
});
