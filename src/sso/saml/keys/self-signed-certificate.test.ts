import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { newCertifiedKey } from './self-signed-certificate.ts';

describe("the certificate of the hub's own key", () => {
  it('is one that others can read, of the key that it comes with', async () => {
    const { certificate, privateKey, notAfter } = await newCertifiedKey({
      name: 'Crosswalk élève',
      years: 10,
    });
    const read = new X509Certificate(certificate);
    expect(read.checkPrivateKey(createPrivateKey(privateKey))).to.equal(true);
    expect(read.verify(read.publicKey)).to.equal(true);
    expect(read.subject).to.equal('CN=Crosswalk élève');
    expect(read.publicKey.asymmetricKeyDetails?.modulusLength).to.equal(2048);
    expect(Math.abs(Date.parse(read.validTo) - notAfter.getTime())).to.be.below(1000);
  });

  it('may end after 2049', async () => {
    const now = new Date('2045-06-01T00:00:00Z');
    const { certificate } = await newCertifiedKey({ name: 'x', years: 10, now });
    expect(new X509Certificate(certificate).validTo).to.contain('2055');
  });
});
