import { role } from '@crosswalk/lti-platform';
import type { RosterCase } from '../case.ts';
import type { Member } from '../tool-driver.ts';
import { toAnswer } from './flow.ts';
import { UnmetError, want } from './outcome.ts';
import { type DrivenClass, launchOf } from './school.ts';

export async function runRoster(at: DrivenClass, one: RosterCase): Promise<void> {
  const { platform, course, driver } = at;
  const { mutate, expect } = one;
  fill(at, one);
  const session = await launched(at);
  const read = async (again: boolean): Promise<Member[]> =>
    (await driver.members?.(session, { again })) ?? [];
  if (!mutate.between) platform.faults.set(...(mutate.faults ?? []));
  let members = await read(false);
  if (mutate.between) {
    platform.faults.set(...(mutate.faults ?? []));
    if (mutate.revokeTokens) platform.accessTokens.revoke();
    if (mutate.between === 'withdraw-one') platform.courses.withdraw(course.id, 'member-2');
    if (mutate.between === 'enrol-one') {
      platform.courses.enrol(course.id, { userId: 'late', roles: [role.learner] });
    }
    members = await read(true).catch((error) => {
      if (expect === 'no-members-lost') return members;
      throw error;
    });
  }
  const wanted = expect === 'no-members-lost' ? mutate.members : expect.members;
  want(members.length === wanted, `${wanted} members, not ${members.length}`);
  want(new Set(members.map(({ userId }) => userId)).size === wanted, 'nobody twice');
}

/** Members beside the two that every class has, who leave. */
function fill(
  { platform, course, student, instructor }: DrivenClass,
  { mutate }: RosterCase,
): void {
  course.members.delete(student);
  const count = mutate.members - 1;
  for (let number = 1; number <= count; number += 1) {
    platform.courses.enrol(course.id, {
      userId: `member-${number}`,
      roles: number === 1 ? [...(mutate.roles ?? [role.learner])] : [role.learner],
      status: mutate.statuses?.[number - 1] ?? 'Active',
      isStatusTold: mutate.isStatusTold ?? true,
    });
  }
  want(course.members.has(instructor), 'the launcher is a member');
}

async function launched(at: DrivenClass): Promise<string> {
  const { browser, form } = await toAnswer(launchOf(at, 'instructor', {}));
  const taken = await at.driver.judge(await browser.submit(form), browser);
  if (!taken) throw new UnmetError('a launch');
  return taken.session;
}
