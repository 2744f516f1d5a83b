import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { decrypt, encrypt, newDataKey } from './envelope.ts';
import { parseMasterKeys } from './master-keys.ts';
import { DecryptError } from './sealed-box.ts';

const tenantId = '0190a5a0-0000-7000-8000-000000000001';
const first = randomBytes(32).toString('base64');
const second = randomBytes(32).toString('base64');

describe('master keys', () => {
  it('wrap a data key so that only its own tenant and id unwrap it', () => {
    const master = parseMasterKeys(first);
    const dataKey = newDataKey();
    const wrapped = master.wrap(dataKey, tenantId);
    expect(master.unwrap(wrapped, dataKey.id, tenantId)).to.deep.equal(dataKey);
    expect(() => master.unwrap(wrapped, dataKey.id, 'other')).to.throw(DecryptError);
    expect(() => master.unwrap(wrapped, 'other', tenantId)).to.throw(DecryptError);
  });

  it('rotate: a new first key wraps again what the old one wrapped, and secrets stay readable', () => {
    const old = parseMasterKeys(first);
    const dataKey = newDataKey();
    const place = { tenantId, table: 't', rowId: 'r', column: 'c' };
    const ciphertext = encrypt(dataKey, 'secret', place);
    const wrapped = old.wrap(dataKey, tenantId);
    expect(old.needsRewrap(wrapped)).to.equal(false);

    const both = parseMasterKeys(`2027:${second},${first}`);
    expect(both.currentId).to.equal('2027');
    expect(both.needsRewrap(wrapped)).to.equal(true);
    const rewrapped = both.wrap(both.unwrap(wrapped, dataKey.id, tenantId), tenantId);

    const onlyNew = parseMasterKeys(`2027:${second}`);
    const unwrapped = onlyNew.unwrap(rewrapped, dataKey.id, tenantId);
    expect(decrypt([unwrapped], ciphertext, place).toString()).to.equal('secret');
    expect(() => onlyNew.unwrap(wrapped, dataKey.id, tenantId)).to.throw(DecryptError);
  });

  it('keep the id of an unnamed key wherever it stands in the list', () => {
    const wrapped = parseMasterKeys(first).wrap(newDataKey(), tenantId);
    expect(parseMasterKeys(` ${first} , ${second}`).needsRewrap(wrapped)).to.equal(false);
  });

  it('refuse bad settings without showing them', () => {
    const short = randomBytes(31).toString('base64');
    for (const setting of [
      '',
      ',',
      short,
      `${first},`,
      `a:${first},a:${second}`,
      `${first},${first}`,
    ]) {
      try {
        parseMasterKeys(setting);
        expect.fail(`accepted ${setting}`);
      } catch (error) {
        expect(error)
          .to.be.instanceOf(RangeError)
          .with.property('message')
          .that.matches(/MASTER_KEY/);
        for (const secret of [first, second, short]) expect(String(error)).not.to.include(secret);
      }
    }
  });
});
