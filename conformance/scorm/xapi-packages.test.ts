import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { dataFolder, type HubProcess, startHub } from '../../tools/hub-process.ts';
import { createLrsAccess, type LrsAccess } from '../../tools/lrs-access.ts';
import { verbsOf } from '../cmi5/vocabulary.ts';
import { openChromium } from './chromium.ts';
import { exportSample, type SamplePackage, sampleQuestions } from './sample-package.ts';
import { sessionProblems } from './xapi-lms/cmi5-rules.ts';
import { openAus } from './xapi-lms/opened-au.ts';
import {
  type Attendance,
  openSmallLms,
  type SmallLms,
  type XapiVisit,
} from './xapi-lms/small-lms.ts';

const whole = { leave: 'exit' } as const;
const answers = (count: number): string[] => Array(count).fill('answered');

describe('cmi5 and xAPI packages, launched by a small LMS over the LRS of a hub', function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;
  let data: Awaited<ReturnType<typeof dataFolder>>;
  let hub: HubProcess;
  let access: LrsAccess;

  before(async () => {
    [browser, data] = await Promise.all([openChromium(), dataFolder()]);
    folder = await mkdtemp(join(tmpdir(), 'xapi-packages-'));
    hub = await startHub({ dataDir: data.path });
    access = await createLrsAccess(hub, { defaultVersion: '1.0.3' });
  });
  after(async () => {
    await browser?.close();
    await hub?.stop();
    await data?.remove();
    await rm(folder, { recursive: true });
  });

  type Use = (
    lms: SmallLms,
    attend: (plan: XapiVisit, n?: number) => Promise<Attendance>,
  ) => Promise<void>;

  async function withPackage(sample: SamplePackage & { format: 'cmi5' | 'xapi' }, use: Use) {
    const zipPath = join(folder, 'package.zip');
    await exportSample(zipPath, sample);
    const opened = await openAus(zipPath, sample.format);
    const lms = await openSmallLms({ browser, access, opened, profile: sample.format });
    try {
      await use(lms, async (plan, n = 0) => {
        const au = opened.aus[n];
        if (!au) throw new Error('The package has no such AU.');
        const attended = await lms.attend(au, plan);
        const { sessionId, statements } = attended;
        if (sample.format === 'cmi5' && !plan.isStale) {
          const facts = {
            activityId: lms.activityIdOf(au),
            sessionId,
            masteryScore: au.masteryScore,
          };
          expect(sessionProblems(statements, facts)).to.deep.equal([]);
        }
        return attended;
      });
    } finally {
      await lms.close();
      await opened.close();
    }
  }

  const judged = { format: 'cmi5', mode: 'test', masteryScore: 0.8 } as const;

  it('a test without a mistake is passed and completed, with every answer', () =>
    withPackage(judged, async (_lms, attend) => {
      const { statements, errors } = await attend(whole);
      // A first launch asks for state and preferences that are not there yet.
      expect(errors.filter((error) => !error.includes('404'))).to.deep.equal([]);
      expect(verbsOf(statements)).to.deep.equal([
        ...['initialized', ...answers(sampleQuestions), 'passed', 'completed', 'terminated'],
      ]);
      const asked = statements.filter(({ object }) => object.definition);
      expect(asked.map(({ object }) => object.definition?.interactionType)).to.deep.equal([
        ...['other', 'other', 'fill-in', 'choice', 'choice'],
      ]);
      expect(asked[2]?.object.definition?.name).to.deep.equal({ en: 'Italy' });
    }));

  it('a test below the mastery score is failed and completed', () =>
    withPackage(judged, async (_lms, attend) => {
      const { statements } = await attend({ ...whole, isRight: (n) => n < 2 });
      expect(verbsOf(statements)).to.include.members(['failed', 'completed']);
      const failed = statements.find(({ verb }) => verb.id.endsWith('failed'));
      expect(failed?.result?.score?.scaled).to.equal(0.4);
    }));

  for (const leave of ['exit', 'navigate', 'close'] as const) {
    for (const mode of ['test', 'study'] as const) {
      it(`a ${mode} left halfway by ${leave} goes on in the next session`, () =>
        withPackage({ ...judged, mode }, async (_lms, attend) => {
          const half = await attend({ answers: 2, leave });
          expect(verbsOf(half.statements)).to.deep.equal([
            ...['initialized', ...answers(2), 'terminated'],
          ]);
          const rest = await attend(whole);
          expect(rest.answered).to.have.length(sampleQuestions - 2);
          expect(verbsOf(rest.statements)).to.include.members(['passed', 'completed']);
          const again = await attend(whole);
          expect(verbsOf(again.statements)).to.deep.equal(['initialized', 'terminated']);
        }));
    }
  }

  for (const launchMode of ['Browse', 'Review'] as const) {
    it(`the launch mode ${launchMode} begins and ends, and says nothing else`, () =>
      withPackage(judged, async (_lms, attend) => {
        const { statements, answered } = await attend({ ...whole, launchMode });
        expect(answered).to.have.length(sampleQuestions);
        expect(verbsOf(statements)).to.deep.equal(['initialized', 'terminated']);
      }));
  }

  it('the way out leads to the return URL', () =>
    withPackage(judged, async (lms, attend) => {
      let left = '';
      await attend({
        leave: 'close',
        returnUrl: `${lms.origin}/lms/back.html`,
        async look(page, frame) {
          await frame.getByRole('button', { name: 'Exit' }).first().click();
          await page.waitForURL('**/lms/back.html');
          left = page.url();
        },
      });
      expect(left).to.equal(`${lms.origin}/lms/back.html`);
    }));

  it('a launch whose token was fetched before says that it has expired', () =>
    withPackage(judged, async (_lms, attend) => {
      let text = '';
      const { statements } = await attend({
        leave: 'close',
        isStale: true,
        look: async (_page, frame) => {
          text = (await frame.textContent('.cw-page')) ?? '';
        },
      });
      expect(text).to.include('expired');
      expect(statements).to.deep.equal([]);
    }));

  it('each chapter is an AU of its own', () => {
    const chapters = [
      { id: 'north', title: 'North', items: ['read', 'france', 'spain'] },
      { id: 'south', title: 'South', items: ['italy', 'peru', 'bolivia'] },
    ];
    return withPackage({ ...judged, structure: 'chapters', chapters }, async (_lms, attend) => {
      const [first, second] = [await attend(whole, 0), await attend(whole, 1)];
      expect(first.answered).to.deep.equal(['france', 'spain']);
      expect(second.answered).to.deep.equal(['italy', 'peru', 'bolivia']);
      expect(verbsOf(second.statements)).to.include.members(['passed', 'completed']);
    });
  });

  it('tincan.xml: a test left halfway is suspended, goes on, and ends', () =>
    withPackage({ ...judged, format: 'xapi' }, async (_lms, attend) => {
      const half = await attend({ answers: 2, leave: 'close' });
      expect(verbsOf(half.statements)).to.deep.equal(['initialized', ...answers(2), 'suspended']);
      const rest = await attend(whole);
      expect(verbsOf(rest.statements)).to.deep.equal([
        ...['initialized', ...answers(sampleQuestions - 2), 'passed', 'completed', 'terminated'],
      ]);
    }));
});
