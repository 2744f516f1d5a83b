import type { PlayerContent } from '../content.ts';
import type { PackageLaunch } from '../launch.ts';
import { memoryTracking } from './memory.ts';
import { type ApiWindow, findApi } from './scorm/api-search.ts';
import { scorm12Tracking } from './scorm/scorm12.ts';
import { scorm2004Tracking } from './scorm/scorm2004.ts';
import type { Tracking, TrackingStart } from './tracking.ts';
import { openCmi5 } from './xapi/open-cmi5.ts';
import { openXapi } from './xapi/open-xapi.ts';
import { xapiTracking } from './xapi/xapi-tracking.ts';

export interface OpenedTracking {
  tracking: Tracking;
  start: TrackingStart;
  /** Results go to a learning platform. */
  reporting: boolean;
  /** Where the way out leads. */
  returnUrl?: string | undefined;
}

export interface OpenTrackingDeps {
  content: PlayerContent;
  window: ApiWindow;
  now(): number;
}

/**
 * Opens what a package reports to; without a learning platform that lets it begin, nothing is
 * kept.
 * @throws LaunchError when there is one, but it does not take this launch.
 */
export async function openTracking(
  launch: PackageLaunch,
  deps: OpenTrackingDeps,
): Promise<OpenedTracking> {
  const found = await findPlatform(launch, deps);
  if (found) {
    const { tracking, returnUrl } = found;
    const start = await started(tracking, launch);
    if (start) return { tracking, start, returnUrl, reporting: true };
  }
  const tracking = memoryTracking();
  return { tracking, start: await tracking.init(), reporting: false };
}

async function findPlatform(
  launch: PackageLaunch,
  { content, window, now }: OpenTrackingDeps,
): Promise<Pick<OpenedTracking, 'tracking' | 'returnUrl'> | null> {
  const { options } = content;
  switch (launch.tracking) {
    case 'memory':
      return null;
    case 'scorm12': {
      const api = findApi(window, 'API');
      return api && { tracking: scorm12Tracking(api, options, now) };
    }
    case 'scorm2004': {
      const api = findApi(window, 'API_1484_11');
      return api && { tracking: scorm2004Tracking(api, { ...options, ...launch }, now) };
    }
    case 'cmi5':
    case 'xapi': {
      const open = launch.tracking === 'cmi5' ? openCmi5 : openXapi;
      const session = await open(launch.query);
      return (
        session && {
          tracking: xapiTracking(session, content, now),
          returnUrl: session.returnUrl,
        }
      );
    }
  }
}

/** null: there is an API of SCORM, but it does not start. */
async function started(tracking: Tracking, launch: PackageLaunch): Promise<TrackingStart | null> {
  try {
    return await tracking.init();
  } catch (error) {
    if (launch.tracking === 'scorm12' || launch.tracking === 'scorm2004') return null;
    throw error;
  }
}
