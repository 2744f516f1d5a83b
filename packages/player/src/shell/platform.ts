import { type ApiWindow, findApi } from '../tracking/scorm/api-search.ts';
import { scorm12Tracking } from '../tracking/scorm/scorm12.ts';
import { scorm2004Tracking } from '../tracking/scorm/scorm2004.ts';
import type { Tracking } from '../tracking/tracking.ts';

/** Attributes of the shell's script element, written at export. */
export type ShellData = Readonly<Record<string, string | undefined>>;

/** The platform's API of the package's version; null when there is none. */
export function findPlatform(data: ShellData, window: ApiWindow): Tracking | null {
  const now = () => Date.now();
  const mode = data.mode === 'test' ? 'test' : 'study';
  const options = { mode, ...(data.mastery && { masteryScore: Number(data.mastery) }) } as const;
  if (data.tracking === 'scorm2004') {
    const api = findApi(window, 'API_1484_11');
    const place = { edition: data.edition === '3' ? 3 : 4, parts: 1 } as const;
    return api && scorm2004Tracking(api, { ...options, ...place }, now);
  }
  const api = findApi(window, 'API');
  return api && scorm12Tracking(api, options, now);
}
