import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CoursePackageFormat,
  coursePackageFormats,
  exportPackage,
} from '@crosswalk/scorm-export';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import { createLrsAccess, type LrsAccess } from '../../tools/lrs-access.ts';
import { verbsOf } from '../cmi5/vocabulary.ts';
import { openChromium } from './chromium.ts';
import type { SampleDeck } from './decks/sample-decks.ts';
import { type DeckName, deckNames, openThreeDecks, testOptions } from './decks/three-decks.ts';
import { playCourse } from './scorm-again/play-course.ts';
import { playPackage } from './scorm-again/play-package.ts';
import { openAus } from './xapi-lms/opened-au.ts';
import { openSmallLms } from './xapi-lms/small-lms.ts';

describe('three decks in every format, played to their end', function () {
  this.timeout(120_000);
  let browser: Browser;
  let folder: string;
  let data: Awaited<ReturnType<typeof dataFolder>>;
  let hub: HubProcess;
  let access: LrsAccess;
  let decks: Record<DeckName, SampleDeck> | undefined;

  before(async () => {
    [browser, data] = await Promise.all([openChromium(), dataFolder()]);
    folder = await mkdtemp(join(tmpdir(), 'three-decks-'));
    hub = await startHub({ dataDir: data.path });
    access = await createLrsAccess(hub, { defaultVersion: '1.0.3' });
    decks = await openThreeDecks(hub, folder);
  });
  after(async () => {
    await browser?.close();
    await hub?.stop();
    for (const deck of Object.values(decks ?? {})) await deck.close();
    await data?.remove();
    await rm(folder, { recursive: true });
  });

  /** What the platform knows in the end, in its own words. */
  async function play(format: CoursePackageFormat, zipPath: string): Promise<string[]> {
    if (format === 'scorm12') {
      const [played] = await playPackage(zipPath, { browser, visits: [{ leave: 'exit' }] });
      return [played?.cmi.core.lesson_status ?? ''];
    }
    if (format === 'cmi5' || format === 'xapi') return playXapi(format, zipPath);
    const { cmi, errors } = await playCourse(zipPath, { browser, plan: () => ({}) });
    expect(errors).to.deep.equal([]);
    return [cmi.success_status, cmi.completion_status];
  }

  async function playXapi(format: 'cmi5' | 'xapi', zipPath: string): Promise<string[]> {
    const opened = await openAus(zipPath, format);
    const lms = await openSmallLms({ browser, access, opened, profile: format });
    try {
      const [au] = opened.aus;
      if (!au) throw new Error('The package has no AU.');
      const { statements } = await lms.attend(au, { leave: 'exit' });
      return verbsOf(statements).filter((verb) => verb !== 'answered');
    } finally {
      await lms.close();
      await opened.close();
    }
  }

  const ends: Readonly<Record<CoursePackageFormat, string[]>> = {
    scorm12: ['passed'],
    'scorm2004-3': ['passed', 'completed'],
    'scorm2004-4': ['passed', 'completed'],
    cmi5: ['initialized', 'passed', 'completed', 'terminated'],
    xapi: ['initialized', 'passed', 'completed', 'terminated'],
  };

  for (const name of deckNames) {
    for (const format of coursePackageFormats) {
      it(`${name} as ${format}`, async () => {
        const deck = decks?.[name];
        if (!deck) throw new Error('There is no such deck.');
        const { content, media } = deck;
        const target = join(folder, 'package.zip');
        await exportPackage({ format, content, media, options: testOptions(name), target });
        expect(await play(format, target)).to.deep.equal(ends[format]);
      });
    }
  }
});
