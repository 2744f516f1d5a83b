import { expect } from 'chai';
import {
  createPlatform,
  fixedClock,
  type LineItem,
  type MovableClock,
  mediaType,
  type Platform,
  type ProfileName,
  role,
  scope,
} from '../src/index.ts';
import { openSmallTool, type SmallTool } from './small-tool.ts';

interface School {
  platform: Platform;
  clock: MovableClock;
  small: SmallTool;
  item: LineItem;
  courseId: string;
  close(): Promise<void>;
}

async function openSchool(profile: ProfileName = 'spec'): Promise<School> {
  const clock = fixedClock(Date.UTC(2027, 0, 15, 12));
  const platform = await createPlatform({ profile, clock });
  const small = await openSmallTool(platform);
  const { id: courseId } = platform.courses.add({ title: 'Biology' });
  for (const userId of ['ann', 'ben', 'eve']) {
    platform.courses.enrol(courseId, { userId, roles: [role.learner] });
  }
  platform.courses.enrol(courseId, { userId: 'teacher', roles: [role.instructor] });
  const { clientId } = small.tool;
  const item = platform.gradebook.addLineItem({
    courseId,
    clientId,
    label: 'Quiz',
    scoreMaximum: 10,
  });
  const close = () => small.close().then(platform.close);
  return { platform, clock, small, item, courseId, close };
}

const score = (changes: Record<string, unknown> = {}) => ({
  userId: 'ann',
  scoreGiven: 5,
  scoreMaximum: 10,
  activityProgress: 'Completed',
  gradingProgress: 'FullyGraded',
  timestamp: '2027-01-15T12:00:00.001Z',
  ...changes,
});

function scoresUrl({ platform, item }: School): string {
  const url = new URL(platform.urls.lineItem(item.courseId, item.id));
  url.pathname += '/scores';
  return url.href;
}

async function send(school: School, body: unknown, headers: Record<string, string> = {}) {
  const token = await school.small.token(scope.score);
  return fetch(scoresUrl(school), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': mediaType.score, ...headers },
    body: JSON.stringify(body),
  });
}

const rulesOf = ({ platform }: School) => platform.violations.take().map(({ rule }) => rule);

describe('the services of the platform', () => {
  let school: School;
  beforeEach(async () => {
    school = await openSchool();
  });
  afterEach(() => school.close());

  describe('token', () => {
    const wrong: [rule: string, changes: Record<string, unknown>][] = [
      ['token.iss', { iss: 'somebody' }],
      ['token.aud', { aud: 'https://elsewhere.example/token' }],
      ['token.iat-exp', { exp: 1 }],
      ['token.lifetime', { exp: Date.UTC(2027, 0, 16) / 1000 }],
      ['token.jti', { jti: undefined }],
      [
        'token.deployment_id',
        { 'https://purl.imsglobal.org/spec/lti/claim/deployment_id': undefined },
      ],
    ];
    for (const [rule, changes] of wrong) {
      it(`notices ${JSON.stringify(changes)} as ${rule}`, async () => {
        await school.small.askToken(scope.score, changes);
        expect(rulesOf(school)).to.include(rule);
      });
    }

    it('refuses a jti that it has seen', async () => {
      await school.small.askToken(scope.score, { jti: 'once' });
      const second = await school.small.askToken(scope.score, { jti: 'once' });
      expect(second.status).to.equal(400);
      expect(rulesOf(school)).to.deep.equal(['token.jti']);
    });

    it('of d2l takes its own audience as text only', async () => {
      await school.close();
      school = await openSchool('d2l');
      const audience = 'https://api.brightspace.com/auth/token';
      expect((await school.small.askToken(scope.score, { aud: [audience] })).status).to.equal(500);
      expect((await school.small.askToken(scope.score, { aud: audience })).status).to.equal(200);
      expect(rulesOf(school)).to.deep.equal(['token.aud']);
    });
  });

  describe('scores', () => {
    it('go to the gradebook, scaled', async () => {
      await send(school, score());
      expect(school.platform.gradebook.results(school.item.id)).to.deep.equal([
        { userId: 'ann', resultScore: 5, resultMaximum: 10 },
      ]);
      expect(rulesOf(school)).to.deep.equal([]);
    });

    const wrong: [rule: string, changes: Record<string, unknown>][] = [
      ['score.userId', { userId: '' }],
      ['score.scoreGiven', { scoreGiven: -1 }],
      ['score.scoreMaximum', { scoreMaximum: undefined }],
      ['score.activityProgress', { activityProgress: 'Done' }],
      ['score.gradingProgress', { gradingProgress: undefined }],
      ['score.timestamp', { timestamp: '2027-01-15T12:00:00Z' }],
      ['score.timestamp', { timestamp: '2027-01-15T12:00:00.001' }],
      ['score.submission', { submission: { submittedAt: 'today' } }],
    ];
    for (const [rule, changes] of wrong) {
      it(`with ${JSON.stringify(changes)} break ${rule}`, async () => {
        expect((await send(school, score(changes))).status).to.equal(400);
        expect(rulesOf(school)).to.deep.equal([rule]);
      });
    }

    it('need their media type', async () => {
      await send(school, score(), { 'Content-Type': 'application/json' });
      expect(rulesOf(school)).to.deep.equal(['service.content-type']);
    });

    it('of one person come in the order of their times', async () => {
      await send(school, score());
      expect((await send(school, score())).status).to.equal(409);
      const earlier = { timestamp: '2027-01-15T11:59:59.999Z' };
      expect((await send(school, score(earlier))).status).to.equal(409);
      expect((await send(school, score({ ...earlier, userId: 'ben' }))).status).to.equal(200);
      expect(rulesOf(school)).to.deep.equal(['score.timestamp-reused', 'score.timestamp-order']);
    });

    it('of one person come one at a time', async () => {
      school.platform.faults.set({ path: 'scores', nth: 1, slow: 100 });
      const later = { timestamp: '2027-01-15T12:00:01.001Z' };
      await Promise.all([send(school, score()), send(school, score(later))]);
      expect(rulesOf(school)).to.include('score.concurrent');
    });

    it('without a comment clear the last one', async () => {
      await send(school, score({ comment: 'Good' }));
      await send(school, score({ timestamp: '2027-01-15T12:00:01.001Z' }));
      expect(school.platform.gradebook.results(school.item.id)[0]).not.to.have.property('comment');
    });

    it('of moodle keep the query of the line item, and differ by a second', async () => {
      await school.close();
      school = await openSchool('moodle');
      await send(school, score());
      const soon = { timestamp: '2027-01-15T12:00:00.900Z' };
      expect((await send(school, score(soon))).status).to.equal(409);
      const token = await school.small.token(scope.score);
      const { item, platform } = school;
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': mediaType.score };
      const naive = `${platform.urls.lineItem(item.courseId, item.id)}/scores`;
      await fetch(naive, { method: 'POST', headers, body: JSON.stringify(score()) });
      expect(rulesOf(school)).to.include('score.timestamp-order');
      expect(platform.gradebook.scores).to.have.length(1);
    });

    it('of canvas need a User-Agent that says who calls, and a learner', async () => {
      await school.close();
      school = await openSchool('canvas');
      expect((await send(school, score(), { 'User-Agent': 'node' })).status).to.equal(403);
      expect(rulesOf(school)).to.deep.equal(['service.user-agent']);
      const agent = { 'User-Agent': 'Tool/1' };
      expect((await send(school, score({ userId: 'teacher' }), agent)).status).to.equal(422);
      expect((await send(school, score(), agent)).status).to.equal(200);
    });
  });

  describe('tokens', () => {
    const call = (token: string, accept: string = mediaType.results) =>
      fetch(`${school.platform.urls.lineItem(school.courseId, school.item.id)}/results`, {
        headers: { Authorization: `Bearer ${token}`, Accept: accept },
      });

    it('that were taken back or are too old are refused without blame', async () => {
      const token = await school.small.token(scope.result);
      school.platform.accessTokens.revoke();
      expect((await call(token)).status).to.equal(401);
      const old = await school.small.token(scope.result);
      school.clock.advance(3_600_000);
      expect((await call(old)).status).to.equal(401);
      expect(rulesOf(school)).to.deep.equal([]);
    });

    it('that nobody issued, of another scope, or without the right Accept are blamed', async () => {
      await call('invented');
      await call(await school.small.token(scope.score));
      await call(await school.small.token(scope.result), '*/*');
      expect(rulesOf(school)).to.deep.equal([
        'service.unknown-token',
        'service.scope',
        'service.accept',
      ]);
    });
  });

  describe('memberships', () => {
    const list = async (url: string) => {
      const token = await school.small.token(scope.membership);
      const headers = { Authorization: `Bearer ${token}`, Accept: mediaType.memberships };
      const response = await fetch(url, { headers });
      const body = (await response.json()) as { members: { user_id: string; status?: string }[] };
      return { members: body.members, link: response.headers.get('link') ?? '' };
    };

    it('come in pages, and the last one says where changes are told', async () => {
      const url = school.platform.urls.memberships(school.courseId);
      const first = await list(`${url}?limit=3`);
      expect(first.members).to.have.length(3);
      const [, next = ''] = /<([^>]+)>; rel="next"/.exec(first.link) ?? [];
      const second = await list(next);
      expect(second.members).to.have.length(1);
      const [, differences = ''] = /<([^>]+)>; rel="differences"/.exec(second.link) ?? [];
      school.platform.courses.withdraw(school.courseId, 'ben');
      const { members } = await list(differences);
      expect(members.map(({ user_id: id, status }) => [id, status])).to.deep.equal([
        ['ben', 'Deleted'],
      ]);
    });
  });
});
