import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportPackage } from '@crosswalk/scorm-export';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openChromium } from '../scorm/chromium.ts';
import type { SampleDeck } from '../scorm/decks/sample-decks.ts';
import {
  type DeckName,
  deckNames,
  openThreeDecks,
  testOptions,
} from '../scorm/decks/three-decks.ts';
import { type Visit, visit } from '../scorm/visit.ts';
import { type HubLms, type SeenStatement, startHubLms } from './lms/hub-lms.ts';
import { verbsOf } from './vocabulary.ts';

describe('packages of the hub, imported into a hub and played there', function () {
  this.timeout(120_000);
  let browser: Browser;
  let folder: string;
  let lms: HubLms;
  let decks: Record<DeckName, SampleDeck> | undefined;

  before(async () => {
    [browser, lms] = await Promise.all([openChromium(), startHubLms()]);
    folder = await mkdtemp(join(tmpdir(), 'our-packages-'));
    decks = await openThreeDecks(lms.hub, folder);
  });
  after(async () => {
    await browser?.close();
    await lms?.close();
    for (const deck of Object.values(decks ?? {})) await deck.close();
    await rm(folder, { recursive: true });
  });

  async function imported(name: DeckName, format: 'cmi5' | 'xapi'): Promise<string> {
    const deck = decks?.[name];
    if (!deck) throw new Error('There is no such deck.');
    const { content, media } = deck;
    const target = join(folder, `${name}-${format}.zip`);
    await exportPackage({ format, content, media, options: testOptions(name), target });
    return lms.importCourse(await readFile(target), `${name}.zip`);
  }

  /** Launches the course and leaves it; waits until the LRS was told of the end. */
  async function attend(who: { courseId: string; personId: string }, plan: Visit) {
    const { url, registration } = await lms.launch(who);
    let told: SeenStatement[] = [];
    const isStored = () => {
      void lms.statements(registration).then((statements) => {
        told = statements;
      });
      return verbsOf(told).at(-1) === 'terminated';
    };
    const { answered, errors } = await visit({ browser, url, launch: url, isStored }, plan);
    return {
      ...{ answered, errors, verbs: verbsOf(await lms.statements(registration)) },
      shown: await lms.registration(who.courseId, registration),
    };
  }

  const withoutAnswers = (verbs: readonly string[]) => verbs.filter((verb) => verb !== 'answered');

  for (const name of deckNames) {
    it(`${name} as cmi5: passed, and the course is satisfied`, async () => {
      const who = { courseId: await imported(name, 'cmi5'), personId: await lms.person() };
      const { verbs, shown } = await attend(who, { leave: 'exit' });
      expect(withoutAnswers(verbs)).to.deep.equal([
        ...['launched', 'initialized', 'passed', 'completed', 'satisfied', 'terminated'],
      ]);
      expect(shown).to.include({ completion: 'completed', success: 'passed', scoreScaled: 1 });
    });

    it(`${name} with a tincan.xml: passed and completed`, async () => {
      const who = { courseId: await imported(name, 'xapi'), personId: await lms.person() };
      const { verbs, shown } = await attend(who, { leave: 'exit' });
      expect(withoutAnswers(verbs)).to.deep.equal([
        ...['initialized', 'passed', 'completed', 'terminated'],
      ]);
      expect(shown).to.include({ completion: 'completed', success: 'passed', scoreScaled: 1 });
    });
  }

  it('what was left halfway goes on in the next session, and each answer is told once', async () => {
    const courseId = await imported('a quiz with media', 'cmi5');
    const who = { courseId, personId: await lms.person() };
    const first = await attend(who, { leave: 'exit', answers: 2 });
    expect(first.shown.completion).to.equal('incomplete');
    const second = await attend(who, { leave: 'exit' });
    expect(second.answered).not.to.include.members(first.answered);
    expect(second.verbs.filter((verb) => verb === 'answered')).to.have.length(
      first.answered.length + second.answered.length,
    );
    expect(second.shown).to.include({ completion: 'completed', success: 'passed' });
  });
});
