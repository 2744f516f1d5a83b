import {
  type Course,
  createPlatform,
  type Launch,
  type LaunchRequest,
  type Link,
  type Platform,
  type ProfileName,
  role,
  type Tool,
} from '@crosswalk/lti-platform';
import type { LaunchMutation, Who } from '../case.ts';
import type { ToolDriver } from '../tool-driver.ts';
import { filledIn } from './placeholders.ts';

/** A platform and the tool that is registered with it. */
export interface School {
  platform: Platform;
  tool: Tool;
  /** Of each link. */
  custom: Record<string, string>;
}

/** A course of a school with a student, an instructor and a link. */
export interface Class extends School {
  course: Course;
  link: Link;
  student: string;
  instructor: string;
}

/** With the tool at hand. */
export interface DrivenSchool extends School {
  driver: ToolDriver;
}
export type DrivenClass = Class & DrivenSchool;

export async function openSchool(
  driver: ToolDriver,
  { profile, seed }: { profile: ProfileName; seed: number },
): Promise<DrivenSchool> {
  const platform = await createPlatform({ profile, seed });
  try {
    const tool = await driver.connect(platform, { deployments: 2 });
    return { platform, tool, driver, custom: driver.custom };
  } catch (error) {
    await platform.close();
    throw error;
  }
}

let people = 0;

/** Cases do not meet one another's people. */
export function openClass<S extends School>(school: S): S & Class {
  const { platform, tool, custom } = school;
  const course = platform.courses.add({ title: 'Biology', label: 'BIO' });
  people += 1;
  const [student, instructor] = [`student-${people}`, `instructor-${people}`];
  platform.courses.enrol(course.id, { userId: student, roles: [role.learner] });
  platform.courses.enrol(course.id, { userId: instructor, roles: [role.instructor] });
  const link = platform.courses.addLink(course.id, {
    url: tool.targetLinkUri,
    title: 'Cells',
    custom,
  });
  return { ...school, course, link, student, instructor };
}

/** The link's own. */
export function addLineItem({ platform, course, tool, link }: Class, more: object = {}): void {
  platform.gradebook.addLineItem({
    courseId: course.id,
    clientId: tool.clientId,
    label: 'Cells',
    scoreMaximum: 10,
    resourceLinkId: link.id,
    ...more,
  });
}

/** The launch that a case asks for. */
export function launchOf(at: Class, who: Who, mutate: LaunchMutation): Launch {
  const { platform, tool, course, link, student, instructor } = at;
  const deploymentId = tool.deploymentIds[mutate.secondDeployment ? 1 : 0] ?? '';
  const { issuer } = platform;
  const values = {
    ...{ issuer, student, ISSUER: issuer.toUpperCase(), url: platform.url },
    ...{ clientId: tool.clientId, DEPLOYMENT: deploymentId.toUpperCase() },
    target: tool.targetLinkUri,
  };
  const request = filledIn(mutate.request ?? {}, values);
  const users = { student, instructor, nobody: null };
  const full: LaunchRequest = {
    clientId: tool.clientId,
    ...{ deploymentId, linkId: link.id, userId: users[who] },
    courseId: mutate.noCourse ? null : course.id,
    ...(who === 'instructor' && { roles: [role.instructor] }),
    ...request,
    custom: { ...at.custom, ...request.custom },
    ...(mutate.token && { mutate: filledIn(mutate.token, values) }),
  };
  return platform.launch(full);
}
