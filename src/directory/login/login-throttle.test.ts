import { expect } from 'chai';
import { createLoginThrottle } from './login-throttle.ts';

describe('attempts to sign in', () => {
  let time = 0;
  const throttle = () => createLoginThrottle({ now: () => time });
  const takeMany = (attempts: ReturnType<typeof throttle>, count: number) =>
    Array.from({ length: count }, () => attempts.take('ada')).filter(Boolean).length;

  it('are eight in a quarter of an hour for one name', () => {
    const attempts = throttle();
    expect(takeMany(attempts, 20)).to.equal(8);
    expect(attempts.take('bob')).to.equal(true);
    time += 15 * 60_000 - 1;
    expect(attempts.take('ada')).to.equal(false);
    time += 1;
    expect(attempts.take('ada')).to.equal(true);
  });

  it('begin anew with the right password, and do not count where nobody could say', () => {
    const attempts = throttle();
    takeMany(attempts, 7);
    for (let n = 0; n < 10; n++) {
      expect(attempts.take('ada')).to.equal(true);
      attempts.giveBack('ada', 'unknown');
    }
    attempts.giveBack('ada', 'right');
    expect(takeMany(attempts, 20)).to.equal(8);
  });

  it('of very many names keep the latest', () => {
    const attempts = throttle();
    takeMany(attempts, 8);
    for (let n = 0; n < 49_999; n++) attempts.take(`name ${n}`);
    expect(attempts.take('ada')).to.equal(false);
    attempts.take('one more');
    expect(attempts.take('ada')).to.equal(true);
  });
});
