import { role } from '@crosswalk/lti-platform';
import { expect } from 'chai';
import { openHub } from './drivers/hub.ts';
import { toAnswer } from './runner/flow.ts';
import { type DrivenClass, launchOf, openClass, openSchool } from './runner/school.ts';
import { emptyDatabase } from './test-database.ts';
import type { ToolDriver } from './tool-driver.ts';

const COURSES = 20;
const CLASS_SIZE = 60;
const ROUNDS = 6;

describe('a course that begins: everybody clicks while the roster is taken over', function () {
  this.timeout(120_000);
  let driver: ToolDriver;
  let close: () => Promise<void>;
  before(async () => {
    driver = await openHub(await emptyDatabase());
    close = driver.close;
  });
  after(() => close?.());

  it('no launch fails', async () => {
    const school = await openSchool(driver, { profile: 'spec', seed: 1 });
    const statuses: number[] = [];
    for (let course = 0; course < COURSES; course += 1) {
      const at = openClass(school);
      for (let n = 0; n < CLASS_SIZE; n += 1) {
        at.platform.courses.enrol(at.course.id, {
          userId: `${course}-${n}`,
          roles: [role.learner],
        });
      }
      // The first one makes the hub read the roster.
      statuses.push(await statusOf(at, 'student'));
      for (let round = 0; round < ROUNDS; round += 1) {
        const both = [statusOf(at, 'student'), statusOf(at, 'instructor')];
        statuses.push(...(await Promise.all(both)));
      }
    }
    expect([...new Set(statuses)]).to.deep.equal([200]);
    await school.platform.close();
  });
});

async function statusOf(at: DrivenClass, who: 'student' | 'instructor'): Promise<number> {
  const { browser, form } = await toAnswer(launchOf(at, who, {}));
  return (await browser.submit(form)).status;
}
