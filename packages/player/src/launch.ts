import type { PlayerContent } from './content.ts';
import type { ApiWindow } from './tracking/scorm12-api.ts';

/** How and with what the player was started. */
export type Launch =
  | { tracking: 'scorm12' | 'memory'; content: PlayerContent | null }
  | { tracking: 'hub'; api: string; link: string };

declare global {
  interface Window extends Pick<ApiWindow, 'API'> {
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
  const recorded = chosen === 'scorm12' && asked !== 'memory';
  return { tracking: recorded ? 'scorm12' : 'memory', content: content ?? null };
}
