import { type Launch, type Platform, role, type Tool } from '@crosswalk/lti-platform';
import { type LaunchTimes, launchOnce } from './one-launch.ts';

const PEOPLE = 200;
const BROWSERS = 8;

/** Launches of a course of 200, each time by the next of them. */
export function classLaunches(
  platform: Platform,
  tool: Tool,
  custom: Record<string, string>,
): () => Launch {
  const { id: courseId } = platform.courses.add({ title: 'Biology' });
  for (let n = 0; n < PEOPLE; n += 1) {
    platform.courses.enrol(courseId, { userId: `person-${n}`, roles: [role.learner] });
  }
  const link = platform.courses.addLink(courseId, { url: tool.targetLinkUri, custom });
  let count = 0;
  return () => {
    count += 1;
    const { clientId } = tool;
    return platform.launch({
      ...{ clientId, courseId, custom },
      linkId: link.id,
      userId: `person-${count % PEOPLE}`,
    });
  };
}

/** As many launches as eight browsers get through, one after the other each. */
export async function load(next: () => Launch, seconds: number): Promise<LaunchTimes[]> {
  const times: LaunchTimes[] = [];
  const end = performance.now() + seconds * 1000;
  const browse = async () => {
    while (performance.now() < end) times.push(await launchOnce(next()));
  };
  await Promise.all(Array.from({ length: BROWSERS }, browse));
  return times;
}
