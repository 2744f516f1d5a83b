import { expect } from 'chai';
import { newSecret } from './secret.ts';
import { SignedLinkError, signLink, verifyLink } from './signed-links.ts';

const secret = newSecret();
const claims = { purpose: 'play', expiresAt: 2_000, payload: { personId: 'p', deckId: 'd' } };

function refusal(token: string, purpose = 'play', now = 1_000, key: Uint8Array = secret): string {
  try {
    verifyLink(key, token, { purpose, now });
    return 'accepted';
  } catch (error) {
    if (error instanceof SignedLinkError) return error.code;
    throw error;
  }
}

describe('signed links', () => {
  it('give the payload back until they expire', () => {
    const token = signLink(secret, claims);
    expect(token).to.match(/^[\w-]+\.[\w-]+$/);
    expect(verifyLink(secret, token, { purpose: 'play', now: 1_999 })).to.deep.equal(
      claims.payload,
    );
    expect(refusal(token, 'play', 2_000)).to.equal('expired');
  });

  it('are invalid for another purpose or under another secret', () => {
    const token = signLink(secret, claims);
    expect(refusal(token, 'admin')).to.equal('invalid');
    expect(refusal(token, 'play', 1_000, newSecret())).to.equal('invalid');
  });

  it('are invalid, not expired, when changed', () => {
    const [body = '', signature = ''] = signLink(secret, claims).split('.');
    const forged = Buffer.from(JSON.stringify([9e15, claims.payload])).toString('base64url');
    const changed = [
      '',
      '.',
      body,
      `${body}.`,
      `${forged}.${signature}`,
      `${body}.${signature}.`,
      `${body}.${signature}.x`,
      `${body}=.${signature}`,
      `${body}.${signature}=`,
      `${body}.${signature.slice(1)}`,
    ];
    for (const token of changed) expect(refusal(token, 'play', 5_000), token).to.equal('invalid');
  });
});
