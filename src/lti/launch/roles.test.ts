import { expect } from 'chai';
import { type LaunchRoles, readRoles } from './roles.ts';

const v = 'http://purl.imsglobal.org/vocab/lis/v2';

const memberships: [roles: string[], membership: LaunchRoles['membership']][] = [
  [[], null],
  [[`${v}/membership#Learner`], 'learner'],
  [['Learner'], 'learner'],
  [['Instructor'], 'instructor'],
  [[`${v}/membership/Instructor#TeachingAssistant`], 'instructor'],
  [[`${v}/membership/Learner#GuestLearner`], 'learner'],
  [[`${v}/membership#ContentDeveloper`], 'instructor'],
  [[`${v}/membership#Administrator`], 'instructor'],
  [[`${v}/membership#Mentor`], 'observer'],
  [[`${v}/membership#Learner`, `${v}/membership#Instructor`], 'instructor'],
  [[`${v}/membership#Mentor`, `${v}/membership#Learner`], 'learner'],
  [[`${v}/institution/person#Instructor`], null],
  [['https://x.example/vocab#Wizard'], null],
  [['instructor'], null],
  [['toString', '__proto__'], null],
];

describe('roles', () => {
  for (const [roles, membership] of memberships) {
    it(`[${roles}] is ${membership ?? 'no role'} of the course`, () => {
      expect(readRoles(roles).membership).to.equal(membership);
    });
  }

  it('of an administrator are known at every level', () => {
    for (const role of [
      'Administrator',
      `${v}/membership#Administrator`,
      `${v}/institution/person#Administrator`,
      `${v}/system/person#SysAdmin`,
      `${v}/system/person#Administrator`,
    ]) {
      expect(readRoles([role]).isAdministrator, role).to.equal(true);
    }
    expect(readRoles([`${v}/institution/person#Student`]).isAdministrator).to.equal(false);
  });

  it('tell the test student, who is a learner all the same', () => {
    const roles = ['http://purl.imsglobal.org/vocab/lti/system/person#TestUser', 'Learner'];
    expect(readRoles(roles)).to.include({ isTestStudent: true, membership: 'learner' });
  });

  it('that are unknown are kept apart', () => {
    const read = readRoles(['Learner', 'urn:x:wizard']);
    expect(read).to.deep.include({ known: ['Learner'], unknown: ['urn:x:wizard'] });
  });
});
