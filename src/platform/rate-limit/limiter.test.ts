import { expect } from 'chai';
import { createLog } from '../log/log.ts';
import { addressKey } from './address-key.ts';
import { createLimiter } from './limiter.ts';
import { rateHeaders } from './rate-headers.ts';

const log = createLog({ level: 'silent' });

describe('rate limits', () => {
  it('count down, refuse what is over, and say when to come back', async () => {
    const limiter = createLimiter({
      callerPerMinute: 2,
      lrsPerMinute: 1,
      scimPerMinute: 1,
      addressPerMinute: 1,
      log,
    });
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await limiter.check('caller', 't1:key'));
    expect(answers.map(({ allowed }) => allowed)).to.deep.equal([true, true, false]);
    expect(answers[0]?.headers).to.deep.equal({
      'RateLimit-Policy': '"default";q=2;w=60',
      RateLimit: '"default";r=1;t=60',
    });
    expect(answers[2]?.headers).to.deep.equal({
      'RateLimit-Policy': '"default";q=2;w=60',
      RateLimit: '"default";r=0;t=60',
      'Retry-After': '60',
    });
    await limiter.close();
  });

  it('count each caller, each address and each kind by itself', async () => {
    const limiter = createLimiter({
      callerPerMinute: 1,
      lrsPerMinute: 1,
      scimPerMinute: 1,
      addressPerMinute: 1,
      log,
    });
    const allowed = async (kind: 'caller' | 'address', key: string) =>
      (await limiter.check(kind, key)).allowed;
    expect(await allowed('caller', 't1:key')).to.equal(true);
    expect(await allowed('caller', 't2:key')).to.equal(true);
    expect(await allowed('address', '203.0.113.1')).to.equal(true);
    expect(await allowed('address', '203.0.113.2')).to.equal(true);
    expect(await allowed('address', '::ffff:203.0.113.2')).to.equal(false);
    expect(await allowed('caller', 't1:key')).to.equal(false);
    await limiter.close();
  });

  it('round the time up to a whole second', () => {
    const policy = { name: 'default', quota: 100, windowSeconds: 60 };
    const headers = (msUntilReset: number) =>
      rateHeaders(policy, { allowed: false, remaining: 0, msUntilReset });
    expect(headers(1)['Retry-After']).to.equal('1');
    expect(headers(0)['Retry-After']).to.equal('1');
    expect(headers(1_001)['Retry-After']).to.equal('2');
  });
});

describe('addresses', () => {
  for (const [address, key] of [
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['', 'unknown'],
    ['nonsense', 'unknown'],
  ] as const) {
    it(`${JSON.stringify(address)} counts as ${key}`, () => {
      expect(addressKey(address)).to.equal(key);
    });
  }
});
