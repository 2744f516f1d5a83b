import { expect } from 'chai';
import { createTrail } from './trail.ts';

describe('the trail of a launch', () => {
  it('keeps the steps in their order, with the time since it began', async () => {
    let now = 100;
    const trail = createTrail(() => now);
    now += 5;
    expect(trail.step('one', () => 1)).to.equal(1);
    const two = trail.step('two', async () => 'two');
    now += 7;
    expect(await two).to.equal('two');
    expect(trail.steps).to.deep.equal([
      { name: 'one', ms: 5 },
      { name: 'two', ms: 12 },
    ]);
    expect(trail.ms).to.equal(12);
  });

  it('keeps why a step failed, and passes that on', async () => {
    const trail = createTrail(() => 0);
    const fail = () => {
      throw new Error('no');
    };
    expect(() => trail.step('now', fail)).to.throw('no');
    const later = await trail.step('later', async () => fail()).catch((error: Error) => error);
    expect(later).to.be.an('error');
    expect(trail.steps.map(({ name, error }) => [name, error])).to.deep.equal([
      ['now', 'no'],
      ['later', 'no'],
    ]);
  });
});
