import { expect } from 'chai';
import { guessProfile, profileOf } from './effective-profile.ts';

describe('platform profiles', () => {
  const guesses: [issuer: string, productFamily: string | undefined, profile: string][] = [
    ['https://moodle.example', 'moodle', 'moodle'],
    ['https://canvas.instructure.com', undefined, 'canvas'],
    ['https://canvas.beta.instructure.com', undefined, 'canvas'],
    ['https://instructure.com.evil.example', undefined, 'spec'],
    ['https://blackboard.com', undefined, 'blackboard'],
    ['https://school.brightspace.com', undefined, 'd2l'],
    ['https://school.example', 'desire2learn', 'd2l'],
    ['https://schoology.schoology.com', undefined, 'schoology'],
    ['https://lms.example', 'Sakai', 'sakai'],
    ['https://lms.example', 'constructor', 'spec'],
    ['no url', undefined, 'spec'],
  ];
  for (const [issuer, productFamily, profile] of guesses) {
    it(`take ${issuer} (${productFamily ?? 'no product'}) for ${profile}`, () => {
      expect(guessProfile({ issuer, productFamily })).to.equal(profile);
    });
  }

  it('give way to what was set for one registration', () => {
    const profile = profileOf('moodle', { missingSub: 'refuse' });
    expect(profile).to.include({ missingSub: 'refuse', timestampStepMs: 1_000 });
  });
});
