import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { openChromium } from '../scorm/chromium.ts';
import { type Attempt, type CourseHub, startCourseHub } from './course-hub.ts';
import { type CourseWindow, openCourse } from './course-window.ts';
import { course2004, type GeneratedItem } from './generated-course.ts';

const control = (attributes: string) => `<imsss:controlMode ${attributes}/>`;
const rule = (kind: string, action: string, conditions: string) =>
  `<imsss:sequencingRules><imsss:${kind}><imsss:ruleConditions>${conditions}</imsss:ruleConditions><imsss:ruleAction action="${action}"/></imsss:${kind}></imsss:sequencingRules>`;
const when = (condition: string, more = '') =>
  `<imsss:ruleCondition condition="${condition}" ${more}/>`;
const objectives = (primary: string, others = '') =>
  `<imsss:objectives>${primary}${others}</imsss:objectives>`;
const shared = (access: 'read' | 'write') =>
  `<imsss:mapInfo targetObjectiveID="shared" readSatisfiedStatus="${access === 'read'}" writeSatisfiedStatus="${access === 'write'}"/>`;
/** Of an item that lets others know whether it is satisfied. */
const telling = objectives(
  `<imsss:primaryObjective objectiveID="main">${shared('write')}</imsss:primaryObjective>`,
);
/** Of an item that knows it, as its objective `read`. */
const hearing = objectives(
  '<imsss:primaryObjective objectiveID="main"/>',
  `<imsss:objective objectiveID="read">${shared('read')}</imsss:objective>`,
);
const passing = (measure: number) =>
  `<imsss:primaryObjective objectiveID="main" satisfiedByMeasure="true"><imsss:minNormalizedMeasure>${measure}</imsss:minNormalizedMeasure></imsss:primaryObjective>`;
const byContent =
  '<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>';
const three: GeneratedItem[] = [{ id: 'one' }, { id: 'two' }, { id: 'three' }];
const flow = control('choice="false" flow="true"');
const free = control('choice="true" flow="true"');

describe('generated SCORM 2004 courses', function () {
  this.timeout(60_000);
  let hub: CourseHub;
  let browser: Browser;
  let context: BrowserContext;

  before(async () => {
    browser = await openChromium();
    hub = await startCourseHub();
  });
  after(async () => {
    await browser?.close();
    await hub?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-GB' });
  });
  afterEach(() => context.close());

  interface Opened extends CourseWindow {
    personId: string;
    courseId: string;
  }

  async function open(items: readonly GeneratedItem[], sequencing: string): Promise<Opened> {
    const courseId = await hub.importZip('generated.zip', course2004(items, sequencing));
    const personId = await hub.person();
    const course = await openCourse(context, await hub.launch(courseId, personId));
    return { ...course, personId, courseId };
  }

  /** What the content of an item says; ends with its frame. */
  async function say(
    course: CourseWindow,
    title: string,
    values: Record<string, string>,
  ): Promise<void> {
    const content = await course.content(title);
    const answers = await content.evaluate((given) => {
      const api = Reflect.get(window.parent, 'API_1484_11');
      return Object.entries(given).map(([name, value]) => api?.SetValue(name, value));
    }, values);
    expect(answers).to.not.include('false');
  }

  const can = async ({ page }: CourseWindow, name: string): Promise<boolean> =>
    page.getByRole('button', { name, exact: true }).isEnabled();

  async function choosable({ page }: CourseWindow): Promise<string[]> {
    return page
      .locator('.cp-item')
      .evaluateAll((items) =>
        items.flatMap((item) =>
          item.getAttribute('aria-disabled') === 'true'
            ? []
            : (item.querySelector('.cp-label')?.textContent ?? ''),
        ),
      );
  }

  async function comesTo({ personId }: Opened, expected: Partial<Attempt>) {
    const attempt = await hub.attempt(personId, expected);
    expect(attempt).to.include(expected);
    return attempt;
  }

  const done = { 'cmi.completion_status': 'completed', 'cmi.success_status': 'passed' };

  it('flow goes from item to item, and lets nothing be chosen', async () => {
    const course = await open(three, flow);
    await course.content('one');
    expect([await can(course, 'Previous'), await can(course, 'Next')]).to.deep.equal([false, true]);
    expect(await choosable(course)).to.deep.equal(['one']);
    await course.press('Next');
    await course.content('two');
    await course.press('Previous');
    await course.content('one');
    await course.press('Next');
    await course.content('two');
    await course.press('Next');
    await course.content('three');
    await course.press('Next');
    await course.page.getByRole('heading', { name: 'You have come to the end' }).waitFor();
    await comesTo(course, { completion: 'completed', success: 'passed' });
  });

  it('forwardOnly has no way back', async () => {
    const course = await open(three, control('choice="false" flow="true" forwardOnly="true"'));
    await course.content('one');
    await course.press('Next');
    await course.content('two');
    expect([await can(course, 'Previous'), await can(course, 'Next')]).to.deep.equal([false, true]);
  });

  it('without flow, which is the default, the learner chooses', async () => {
    const course = await open(three, '');
    await course.page.getByRole('heading', { name: 'Where do you want to begin?' }).waitFor();
    expect(await choosable(course)).to.deep.equal(['one', 'two', 'three']);
    await course.page.getByRole('button', { name: 'two' }).click();
    await course.content('two');
    expect([await can(course, 'Previous'), await can(course, 'Next')]).to.deep.equal([
      false,
      false,
    ]);
  });

  it('choice goes anywhere, and marks what is done', async () => {
    const course = await open(three, free);
    await say(course, 'one', done);
    await course.page.getByRole('button', { name: 'three' }).click();
    await course.content('three');
    await course.page.getByRole('button', { name: 'one (passed)' }).waitFor();
  });

  it('skips what a pretest has shown to be known', async () => {
    const skip = rule('preConditionRule', 'skip', when('satisfied', 'referencedObjective="read"'));
    const items = [
      { id: 'pretest', sequencing: `${telling}${byContent}` },
      { id: 'module', sequencing: `${skip}${hearing}` },
      { id: 'end' },
    ];
    const known = await open(items, flow);
    await say(known, 'pretest', done);
    await known.press('Next');
    await known.content('end');
    const unknown = await open(items, flow);
    await say(unknown, 'pretest', { ...done, 'cmi.success_status': 'failed' });
    await unknown.press('Next');
    await unknown.content('module');
  });

  it('disables an item until another is completed', async () => {
    const locked = rule(
      'preConditionRule',
      'disabled',
      when('satisfied', 'referencedObjective="read" operator="not"') +
        when('objectiveStatusKnown', 'referencedObjective="read" operator="not"'),
    ).replace('<imsss:ruleConditions>', '<imsss:ruleConditions conditionCombination="any">');
    const course = await open(
      [
        { id: 'first', sequencing: `${telling}${byContent}` },
        { id: 'second', sequencing: `${locked}${hearing}` },
      ],
      free,
    );
    await course.content('first');
    expect(await choosable(course)).to.deep.equal(['first']);
    await say(course, 'first', done);
    await course.press('Next');
    await course.content('second');
  });

  it('hides from choice what is hidden, and the buttons that an item hides', async () => {
    const hidden = rule('preConditionRule', 'hiddenFromChoice', when('always'));
    const course = await open(
      [
        { id: 'one', navigation: '<adlnav:hideLMSUI>continue</adlnav:hideLMSUI>' },
        { id: 'two', sequencing: hidden },
        { id: 'three' },
      ],
      free,
    );
    await course.content('one');
    expect(await choosable(course)).to.deep.equal(['one', 'three']);
    expect(await course.page.getByRole('button', { name: 'Next' }).isVisible()).to.equal(false);
  });

  it('repeats what was not passed, and ends all when it is', async () => {
    const retry = rule('postConditionRule', 'retry', when('satisfied', 'operator="not"'));
    const exit = rule('postConditionRule', 'exitAll', when('satisfied'));
    const rules = `<imsss:sequencingRules>${[retry, exit]
      .map((one) => one.replaceAll(/<\/?imsss:sequencingRules>/g, ''))
      .join('')}</imsss:sequencingRules>`;
    const items = [{ id: 'test', sequencing: `${rules}${byContent}` }, { id: 'never' }];
    const course = await open(items, flow);
    await say(course, 'test', { ...done, 'cmi.success_status': 'failed', 'cmi.location': '7' });
    await course.press('Next');
    // A new attempt has nothing of the one before.
    await course.page.waitForFunction(() => {
      const api = window.API_1484_11;
      return api?.GetValue('cmi.entry') === 'ab-initio' && api.GetValue('cmi.location') === '';
    });
    await say(course, 'test', done);
    await course.press('Next');
    await course.page.getByRole('heading', { name: 'You have come to the end' }).waitFor();
  });

  it('rolls scores up by their weight, and passes by the measure', async () => {
    const weighted = (weight: number) =>
      `<imsss:rollupRules objectiveMeasureWeight="${weight}"/>${byContent}`;
    const items = [
      { id: 'light', sequencing: weighted(0.25) },
      { id: 'heavy', sequencing: weighted(0.75) },
    ];
    const course = await open(items, `${flow}${objectives(passing(0.7))}`);
    await say(course, 'light', { ...done, 'cmi.score.scaled': '0' });
    await course.press('Next');
    await say(course, 'heavy', { ...done, 'cmi.score.scaled': '1' });
    await course.press('Save and exit');
    const attempt = await comesTo(course, { completion: 'completed', success: 'passed' });
    expect(attempt?.scoreScaled).to.be.closeTo(0.75, 1e-6);
  });

  it('completes the whole by the rule that says how much is enough', async () => {
    const enough = `<imsss:rollupRules><imsss:rollupRule childActivitySet="atLeastCount" minimumCount="1"><imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions><imsss:rollupAction action="completed"/></imsss:rollupRule></imsss:rollupRules>`;
    const items = three.map((item) => ({ ...item, sequencing: byContent }));
    const course = await open(items, `${free}${enough}`);
    await say(course, 'one', { 'cmi.completion_status': 'incomplete' });
    await course.press('Next');
    await say(course, 'two', { 'cmi.completion_status': 'completed' });
    await course.press('Next');
    await course.content('three');
    await comesTo(course, { completion: 'completed' });
  });

  it('lets an item be tried as often as it may be', async () => {
    const once = '<imsss:limitConditions attemptLimit="1"/>';
    const course = await open([{ id: 'one', sequencing: once }, { id: 'two' }], free);
    await course.content('one');
    await course.press('Next');
    await course.content('two');
    expect(await choosable(course)).to.deep.equal(['two']);
  });

  for (const leaving of ['closes the window', 'presses exit', 'loses the browser'] as const) {
    it(`goes on in the same item after the learner ${leaving}`, async () => {
      const course = await open(three, flow);
      await say(course, 'one', done);
      await course.press('Next');
      const kept = { 'cmi.suspend_data': 'kept', 'cmi.location': '4', 'cmi.exit': 'suspend' };
      await say(course, 'two', kept);
      if (leaving === 'closes the window') await course.page.close({ runBeforeUnload: true });
      else if (leaving === 'presses exit') await course.press('Save and exit');
      else {
        // Without a commit: it is stored by itself.
        await hub.hasStored(course, 'kept');
        await course.page.goto('chrome://crash').catch(() => {});
      }
      await hub.hasStored(course, 'kept');
      const other = await browser.newContext();
      const again = await openCourse(other, await hub.launch(course.courseId, course.personId));
      const content = await again.content('two');
      const values = await content.evaluate(() => {
        const api = Reflect.get(window.parent, 'API_1484_11');
        return ['cmi.entry', 'cmi.suspend_data', 'cmi.location'].map((name) => api?.GetValue(name));
      });
      expect(values).to.deep.equal(['resume', 'kept', '4']);
      await again.page.getByRole('button', { name: 'one (passed)' }).waitFor();
      await other.close();
    });
  }
});
