import { expect } from 'chai';
import { profileOf } from '../profiles/effective-profile.ts';
import { resultsUrl, type ScoreFacts, scorePayload, scoresUrl } from './score.ts';

const facts: ScoreFacts = {
  ...{ userId: 'u1', scoreScaled: 0.7, scoreMaximum: 30, completion: 'completed', comment: null },
  ...{ startedAt: new Date(1_000), submittedAt: new Date(2_000), timestamp: new Date(3_001) },
  ...{ isNewAttempt: true, isNewComment: true },
};
const payload = (more: Partial<ScoreFacts> = {}, profile: 'spec' | 'moodle' | 'canvas' = 'spec') =>
  scorePayload({ ...facts, ...more }, profileOf(profile, {}));

describe('scores as platforms take them', () => {
  it('AGS 3.4: a finished attempt', () => {
    expect(payload()).to.deep.equal({
      ...{ userId: 'u1', scoreGiven: 21, scoreMaximum: 30 },
      ...{ activityProgress: 'Completed', gradingProgress: 'FullyGraded' },
      timestamp: '1970-01-01T00:00:03.001Z',
      submission: {
        startedAt: '1970-01-01T00:00:01.000Z',
        submittedAt: '1970-01-01T00:00:02.000Z',
      },
    });
  });

  const progress: [Partial<ScoreFacts>, 'spec' | 'moodle', object][] = [
    [
      { completion: 'incomplete' },
      'spec',
      { activityProgress: 'InProgress', gradingProgress: 'Pending' },
    ],
    [
      { completion: 'incomplete' },
      'moodle',
      { activityProgress: 'InProgress', gradingProgress: 'FullyGraded' },
    ],
    [{ scoreScaled: 0 }, 'spec', { scoreGiven: 0, gradingProgress: 'FullyGraded' }],
    [{ scoreScaled: 1 / 3, scoreMaximum: 100 }, 'spec', { scoreGiven: 33.3333 }],
    [{ comment: 'well done' }, 'spec', { comment: 'well done' }],
  ];
  for (const [more, profile, expected] of progress) {
    it(`${JSON.stringify(more)} for ${profile}: ${JSON.stringify(expected)}`, () => {
      expect(payload(more, profile)).to.include(expected);
    });
  }

  it('AGS 3.4.4: without a score neither scoreGiven nor scoreMaximum', () => {
    const sent = payload({ scoreScaled: null });
    expect(sent).to.not.have.any.keys('scoreGiven', 'scoreMaximum', 'comment');
    expect(sent).to.include({ gradingProgress: 'NotReady' });
  });

  it('a start after the end is left out, and so are times that are not known', () => {
    expect(payload({ startedAt: new Date(9_000) }).submission).to.deep.equal({
      submittedAt: '1970-01-01T00:00:02.000Z',
    });
    expect(payload({ startedAt: null, submittedAt: null })).to.not.have.property('submission');
  });

  it('AGS 3.4.5: a comment goes with each score; to Canvas once, which would add it each time', () => {
    const known = { comment: 'well done', isNewComment: false };
    expect(payload(known)).to.include({ comment: 'well done' });
    expect(payload(known, 'canvas')).to.not.have.property('comment');
    expect(payload({ ...known, isNewComment: true }, 'canvas')).to.include({
      comment: 'well done',
    });
  });

  it('nothing is handed in later than now, whatever the clock of the learner says', () => {
    const submittedAt = '1970-01-01T00:00:03.001Z';
    const sent = payload({ submittedAt: new Date(60_000) }, 'canvas');
    expect(sent.submission).to.include({ submittedAt });
    expect(sent['https://canvas.instructure.com/lti/submission']).to.include({
      submitted_at: submittedAt,
    });
  });

  it('Canvas is told whether it is another submission', () => {
    const key = 'https://canvas.instructure.com/lti/submission';
    const submitted_at = '1970-01-01T00:00:02.000Z';
    expect(payload({}, 'canvas')[key]).to.deep.equal({ new_submission: true, submitted_at });
    expect(payload({ isNewAttempt: false }, 'canvas')[key]).to.include({ new_submission: false });
    expect(payload()).to.not.have.property(key);
  });

  const urls: [lineItem: string, scores: string][] = [
    ['https://a.example/items/1', 'https://a.example/items/1/scores'],
    ['https://a.example/items/1/', 'https://a.example/items/1/scores'],
    [
      'https://m.example/x.php/1/lineitem?type_id=2',
      'https://m.example/x.php/1/lineitem/scores?type_id=2',
    ],
  ];
  for (const [lineItem, scores] of urls) {
    it(`${lineItem} -> ${scores}`, () => {
      expect(scoresUrl(lineItem)).to.equal(scores);
      expect(resultsUrl(lineItem)).to.equal(scores.replace('/scores', '/results'));
    });
  }
});
