import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openChromium } from '../scorm/chromium.ts';
import type { LmsHabits } from '../scorm/strict-lms/habits.ts';
import { type DispatchFormat, type DispatchHub, openDispatchHub } from './dispatch-hub.ts';
import { answer, begin, exit } from './learner.ts';
import { openPlatform, type Platform } from './platform.ts';

const TEST = { mode: 'test', masteryScore: 0.7 };

describe('dispatches in a learning platform', function () {
  this.timeout(120_000);
  let browser: Browser;
  let hub: DispatchHub;
  before(async () => {
    [browser, hub] = await Promise.all([openChromium(), openDispatchHub()]);
  });
  after(async () => {
    await browser?.close();
    await hub?.close();
  });

  let platform: Platform | undefined;
  afterEach(async () => {
    await platform?.close();
    platform = undefined;
    await hub.restart();
  });
  async function dispatched(
    format: DispatchFormat,
    cards: number,
    settings: object,
    strict?: Partial<LmsHabits>,
  ) {
    const { id, zipPath } = await hub.dispatch(format, cards, settings);
    platform = await openPlatform(zipPath, browser, strict);
    return { id, platform };
  }
  async function reports(id: string, expected: object): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      const report = await hub.report(id);
      if (Object.entries(expected).every(([key, value]) => Reflect.get(report, key) === value)) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await hub.report(id)).to.include(expected);
  }

  for (const [format, passed, failed] of [
    ['scorm12', { status: 'passed', score: '75' }, { status: 'failed', score: '50' }],
    [
      'scorm2004-4',
      { status: 'completed passed', score: '0.75' },
      { status: 'completed failed', score: '0.5' },
    ],
  ] as const) {
    it(`${format}: a test that is passed is so in the platform and in the hub`, async () => {
      const { id, platform } = await dispatched(format, 4, TEST);
      const visit = await platform.visit();
      const player = await visit.player();
      await begin(player);
      await answer(player, true, true, false, true);
      await exit(player);
      expect(await platform.shows(({ status }) => status === passed.status)).to.include(passed);
      await reports(id, { learners: 1, completed: 1, passed: 1, meanScore: 0.75 });
    });

    it(`${format}: a test that is failed, the tab closed at once: the hub has all by the next launch`, async () => {
      const { id, platform } = await dispatched(format, 4, TEST);
      const visit = await platform.visit();
      const player = await visit.player();
      await begin(player);
      await answer(player, true, false, false, true);
      await platform.shows(({ status }) => status === failed.status);
      const closed = visit.lms.waitForEvent('close');
      await visit.lms.close({ runBeforeUnload: true });
      await closed;
      expect(platform.gradebook()).to.include(failed);
      await (await platform.visit()).player();
      await reports(id, { completed: 1, failed: 1, meanScore: 0.5 });
    });

    it(`${format}: a test left halfway goes on where it was, as one attempt`, async () => {
      const { id, platform } = await dispatched(format, 4, TEST);
      const first = await platform.visit();
      const before = await first.player();
      await begin(before);
      await answer(before, true, true);
      await exit(before);
      expect(await platform.shows((grades) => grades.exit === 'suspend')).to.include({ score: '' });
      await first.close();

      const second = await platform.visit();
      const after = await second.player();
      await begin(after);
      await answer(after, true, true);
      await exit(after);
      await platform.shows(({ status }) => status === passed.status);
      await reports(id, { learners: 1, completed: 1, meanScore: 1 });
    });

    it(`${format}: the hub is killed in the middle of a test, and nothing is lost`, async () => {
      const { id, platform } = await dispatched(format, 6, TEST);
      const visit = await platform.visit();
      const player = await visit.player();
      await begin(player);
      await answer(player, true, true);
      await hub.kill();
      await answer(player, true, true, false, true);
      const shown = await platform.shows(({ status }) => status === passed.status);
      expect(Number(shown.score)).to.be.closeTo(format === 'scorm12' ? 83.33 : 0.8333, 0.01);
      expect(shown.suspendData.split('~a')).to.have.length.greaterThan(3);
      await visit.close();
      await hub.restart();
      await reports(id, { completed: 0 });

      const later = await platform.visit();
      await later.player();
      await reports(id, { learners: 1, completed: 1, passed: 1 });
      expect((await hub.report(id)).meanScore).to.be.closeTo(5 / 6, 1e-6);
      await platform.shows(({ suspendData }) => !suspendData.includes('~a'));
    });
  }

  for (const [format, passed, over] of [
    ['scorm12', 'passed', ''],
    ['scorm2004-3', 'completed passed', 'normal'],
    ['scorm2004-4', 'completed passed', 'normal'],
  ] as const) {
    it(`${format}: in a strict LMS, a test that ends while the hub is away is handed in later`, async () => {
      const habits = { offersBoth: true, delayMs: 20 };
      const { id, platform } = await dispatched(format, 4, TEST, habits);
      const visit = await platform.visit();
      const player = await visit.player();
      await begin(player);
      await answer(player, true);
      await hub.kill();
      await answer(player, true, true, true);
      await exit(player);
      const waiting = await platform.shows((grades) => grades.exit === 'suspend');
      expect(waiting).to.deep.include({ status: passed, violations: [] });
      expect(waiting.suspendData).to.include('~a');
      await visit.close();
      await hub.restart();

      const later = await platform.visit();
      const again = await later.player();
      await reports(id, { completed: 1, passed: 1, meanScore: 1 });
      await platform.shows(({ suspendData }) => !suspendData.includes('~a'));
      await exit(again);
      const ended = await platform.shows((grades) => grades.exit === over);
      expect(ended).to.deep.include({ status: passed, violations: [] });
    });
  }

  it('the hub comes back while the learner is still there: it gets what it missed', async () => {
    const { id, platform } = await dispatched('scorm12', 4, TEST);
    const visit = await platform.visit();
    const player = await visit.player();
    await begin(player);
    await answer(player, true);
    await hub.kill();
    await answer(player, true, true);
    await hub.restart();
    await answer(player, true);
    await reports(id, { completed: 1, meanScore: 1 });
  });

  it('killing the browser while the hub is away loses no answer that was shown as saved', async () => {
    const { id, platform } = await dispatched('scorm12', 4, TEST);
    const visit = await platform.visit();
    const player = await visit.player();
    await begin(player);
    await answer(player, true);
    await hub.kill();
    await answer(player, true, true);
    await platform.shows(({ suspendData }) => suspendData.split('~a').length === 4);
    const session = await visit.lms.context().newCDPSession(visit.lms);
    const crashed = visit.lms.waitForEvent('crash');
    void session.send('Page.crash').catch(() => {});
    await crashed;
    await hub.restart();

    const later = await platform.visit();
    const again = await later.player();
    await begin(again);
    await answer(again, true);
    await reports(id, { completed: 1, meanScore: 1 });
  });

  it('a hub that is away shows a page that says so, and opens by itself when it is back', async () => {
    const { platform } = await dispatched('scorm12', 1, TEST);
    await hub.kill();
    const visit = await platform.visit();
    const shell = await visit.shell();
    await shell.waitForSelector('text=The content cannot be reached');
    expect(await shell.textContent('main')).to.include('kept by your learning platform');
    await hub.restart();
    await shell.click('text=Try again');
    await begin(await visit.player());
  });

  for (const [reason, settings] of [
    ['It is switched off', { isEnabled: false }],
    ['Its time is over', { expiresAt: '2026-01-01T00:00:00Z' }],
    ['All its seats are taken', { seats: 0 }],
    ['It is not meant for this learning platform', { allowedHosts: ['lms.example.org'] }],
  ] as const) {
    it(`says why it does not open: ${reason}`, async () => {
      const { platform } = await dispatched('scorm12', 1, { ...TEST, ...settings });
      const visit = await platform.visit();
      const shell = await visit.shell();
      await shell.waitForSelector(`text=${reason}`);
    });
  }

  it('study: the platform gets completion and score as the hub sees them', async () => {
    const { id, platform } = await dispatched('scorm2004-4', 3, { masteryScore: 0.5 });
    const visit = await platform.visit();
    const player = await visit.player();
    await begin(player);
    await answer(player, true, true, true);
    const grades = { status: 'completed passed', score: '1' };
    expect(await platform.shows(({ status }) => status === grades.status)).to.include(grades);
    await reports(id, { completed: 1, passed: 1, meanScore: 1 });
    await exit(player);
  });

  it('study: ratings given while the hub is away arrive at the next launch', async () => {
    const { id, platform } = await dispatched('scorm12', 8, {});
    const visit = await platform.visit();
    const player = await visit.player();
    await begin(player);
    await answer(player, true);
    await reports(id, { meanScore: 0.125 });
    await hub.kill();
    await answer(player, true, true, true);
    await platform.shows(({ suspendData }) => suspendData.split('~r').length === 4);
    await visit.close();
    await hub.restart();

    const later = await platform.visit();
    await begin(await later.player());
    await reports(id, { meanScore: 0.5 });
    await platform.shows(({ suspendData }) => !suspendData.includes('~r'));
  });

  it('two learners of a platform are two people', async () => {
    const { id, platform } = await dispatched('scorm12', 1, TEST);
    for (const learner of ['learner-1', 'learner-2']) {
      const visit = await platform.visit(learner);
      await begin(await visit.player());
      await visit.close();
    }
    await reports(id, { learners: 2 });
  });

  it('a new revision is there at the next launch, without a new package', async () => {
    const { id, platform } = await dispatched('scorm12', 1, TEST);
    const { deckId } = await hub.client.call<{ deckId: string }>('GET', `/v1/dispatches/${id}`);
    const body = { type: 'flashcard', front: 'One more?', back: 'Yes' };
    await hub.client.call('POST', `/v1/decks/${deckId}/atoms`, { body });
    await hub.client.call('POST', `/v1/decks/${deckId}/publish`);
    const visit = await platform.visit();
    const player = await visit.player();
    await begin(player);
    await answer(player, true, true);
    await platform.shows(({ status }) => status === 'passed');
  });
});
