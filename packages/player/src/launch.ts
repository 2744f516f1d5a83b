import type { PlayerContent } from './content.ts';
import type { ApiWindow } from './tracking/scorm/api-search.ts';

/** How and with what the player was started. */
export type Launch =
  | { tracking: 'hub'; api: string; link: string }
  | (PackageLaunch & { content: PlayerContent | null });

export type PackageLaunch =
  | { tracking: 'memory' | 'scorm12' }
  | { tracking: 'scorm2004'; edition: 3 | 4; parts: number }
  /** `query`: what the learning platform added to the launch URL. */
  | { tracking: 'cmi5' | 'xapi'; query: string };

declare global {
  interface Window extends Pick<ApiWindow, 'API' | 'API_1484_11'> {
    /** Assigned by `content.js`. */
    CROSSWALK_CONTENT?: PlayerContent;
    /** Assigned by `content.js`; what results are reported to. */
    CROSSWALK_TRACKING?: string;
  }
}

export interface LaunchPlace {
  location: Pick<Location, 'pathname' | 'search'>;
  /** Attributes of the player's own script element. */
  data: Readonly<Record<string, string | undefined>>;
  content: PlayerContent | undefined;
  tracking: string | undefined;
}

/** Baked in at export or by the page; a launch may only ask that nothing is recorded. */
export function readLaunch({ location, data, content, tracking }: LaunchPlace): Launch {
  const asked = new URLSearchParams(location.search).get('tracking');
  const chosen = data.tracking ?? tracking;
  if (chosen === 'hub') {
    const link = location.pathname.split('/').filter(Boolean).pop() ?? '';
    return { tracking: 'hub', api: data.api ?? '/play/api', link: decodeURIComponent(link) };
  }
  const recorded = packageLaunch(asked === 'memory' ? 'memory' : chosen, data, location.search);
  return { ...recorded, content: content ?? null };
}

function packageLaunch(
  tracking: string | undefined,
  data: LaunchPlace['data'],
  query: string,
): PackageLaunch {
  switch (tracking) {
    case 'scorm12':
      return { tracking };
    case 'scorm2004':
      return { tracking, edition: data.edition === '3' ? 3 : 4, parts: Number(data.parts ?? 1) };
    case 'cmi5':
    case 'xapi':
      return { tracking, query };
    default:
      return { tracking: 'memory' };
  }
}
