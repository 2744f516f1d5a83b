import { expect } from 'chai';
import { hashPassword, needsRehash, verifyPassword } from './passwords.ts';

describe('passwords', function () {
  this.timeout(60_000);

  it('are verified by the hash that keeps its own parameters', async () => {
    const hash = await hashPassword('correct horse battery');
    expect(hash).to.match(/^\$scrypt\$ln=17,r=8,p=1\$[^$]{22}\$[^$]{43}$/);
    expect(await verifyPassword('correct horse battery', hash)).to.equal(true);
    expect(await verifyPassword('correct horse batterY', hash)).to.equal(false);
    expect(needsRehash(hash)).to.equal(false);
  });

  it('hash alike however the keyboard composes accents', async () => {
    const hash = await hashPassword('caf\u00e9');
    expect(await verifyPassword('cafe\u0301', hash)).to.equal(true);
  });

  it('are refused for an account that does not exist', async () => {
    expect(await verifyPassword('anything', undefined)).to.equal(false);
  });

  it('need another hash when theirs is weaker than today', async () => {
    const salt = Buffer.alloc(16).toString('base64').slice(0, 22);
    const weak = `$scrypt$ln=14,r=8,p=1$${salt}$${Buffer.alloc(32).toString('base64').slice(0, 43)}`;
    expect(needsRehash(weak)).to.equal(true);
    expect(await verifyPassword('x', weak)).to.equal(false);
  });

  it('are not checked against damaged or absurd hashes', async () => {
    const hash =
      '$scrypt$ln=30,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    for (const bad of [hash, 'plain', '']) {
      const outcome = await verifyPassword('x', bad).then(
        () => 'accepted',
        (error: unknown) => error,
      );
      expect(outcome).to.be.instanceOf(RangeError);
    }
  });
});
