import { expect } from 'chai';
import fc from 'fast-check';
import { decrypt, encrypt, newDataKey, type SecretPlace } from './envelope.ts';
import { DecryptError, open, seal, sealedKeyId } from './sealed-box.ts';

const place: SecretPlace = {
  tenantId: '0190a5a0-0000-7000-8000-000000000001',
  table: 'lti_registration',
  rowId: '0190a5a0-0000-7000-8000-000000000002',
  column: 'private_key',
};

describe('envelope encryption', () => {
  const dataKey = newDataKey();

  it('gives back what was encrypted, text or bytes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const plain = decrypt([dataKey], encrypt(dataKey, bytes, place), place);
        expect(plain.equals(bytes)).to.equal(true);
      }),
    );
    const text = decrypt([dataKey], encrypt(dataKey, 'naïve 🔑', place), place).toString();
    expect(text).to.equal('naïve 🔑');
  });

  it('never makes the same ciphertext twice', () => {
    expect(encrypt(dataKey, 'x', place)).to.not.equal(encrypt(dataKey, 'x', place));
  });

  it('starts with version 1 and names the data key', () => {
    const ciphertext = encrypt(dataKey, 'x', place);
    expect(Buffer.from(ciphertext, 'base64url')[0]).to.equal(1);
    expect(sealedKeyId(ciphertext)).to.equal(dataKey.id);
  });

  it('reads values of retired data keys, and not with a key that is gone', () => {
    const retired = encrypt(dataKey, 'old', place);
    const next = newDataKey();
    expect(decrypt([next, dataKey], retired, place).toString()).to.equal('old');
    expect(() => decrypt([next], retired, place)).to.throw(DecryptError);
  });

  for (const field of ['tenantId', 'table', 'rowId', 'column'] as const) {
    it(`does not decrypt under another ${field}`, () => {
      const ciphertext = encrypt(dataKey, 'x', place);
      expect(() => decrypt([dataKey], ciphertext, { ...place, [field]: 'other' })).to.throw(
        DecryptError,
      );
    });
  }

  it('does not decrypt when text moves from one part of the place to the next', () => {
    const ciphertext = encrypt(dataKey, 'x', { ...place, table: 'ab', rowId: 'c' });
    const shifted = { ...place, table: 'a', rowId: 'bc' };
    expect(() => decrypt([dataKey], ciphertext, shifted)).to.throw(DecryptError);
  });

  it('refuses a value with any bit flipped, with one error', () => {
    const bytes = Buffer.from(encrypt(dataKey, 'secret', place), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      const at = bit >> 3;
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
      expect(() => decrypt([dataKey], flipped.toString('base64url'), place)).to.throw(DecryptError);
    }
  });

  it('refuses a value cut at any length, extended, or spelt otherwise', () => {
    const ciphertext = encrypt(dataKey, 'secret', place);
    for (let length = 0; length < ciphertext.length; length++) {
      expect(() => decrypt([dataKey], ciphertext.slice(0, length), place)).to.throw(DecryptError);
    }
    for (const changed of [`${ciphertext}A`, `${ciphertext}=`, `${ciphertext}\n`]) {
      expect(() => decrypt([dataKey], changed, place)).to.throw(DecryptError);
    }
  });

  it('authenticates the key id: two names for one key are not interchangeable', () => {
    const twin = { id: 'twin', key: dataKey.key };
    const sealed = Buffer.from(
      seal({ id: 'main', key: dataKey.key }, Buffer.from('x'), []),
      'base64url',
    );
    sealed.write('twin', 2);
    expect(() => open([twin], sealed.toString('base64url'), [])).to.throw(DecryptError);
  });
});
