import type { CourseLaunch } from '@crosswalk/course-player/launch';

/** What the page of a course is told. */
export function launchInPage(html: string): CourseLaunch {
  return JSON.parse(/id="launch">(.*?)<\/script>/.exec(html)?.[1] ?? '');
}
