import type { AiccAu, LaunchTarget, TimeLimitAction } from '../../courses/course-structure.ts';
import { resolveHref } from '../launch-target.ts';
import type { PackageFiles } from '../package-files.ts';
import { toNumber } from '../sequencing/schema-values.ts';
import type { Warn } from '../warnings.ts';
import type { AiccRecord } from './aicc-text.ts';

const SCORE = { min: 0, max: 1_000_000 };

/** The units that can be opened, by System_ID in lower case. */
export function assignableUnits({
  records,
  descriptors,
  prerequisites,
  files,
  warn,
}: {
  records: AiccRecord[];
  descriptors: ReadonlyMap<string, AiccRecord>;
  prerequisites: ReadonlyMap<string, string>;
  files: PackageFiles;
  warn: Warn;
}): Map<string, AiccAu> {
  const units = new Map<string, AiccAu>();
  for (const record of records) {
    const identifier = record('system_id') ?? '';
    const key = identifier.toLowerCase();
    const target = targetOf(record, `unit ${identifier}`, { files, warn });
    if (!identifier || units.has(key))
      warn(`unit ${identifier}`, 'Its System_ID is no one of its own; it was left out.');
    else if (target) {
      const descriptor = descriptors.get(key);
      units.set(key, {
        type: 'au',
        identifier,
        title: descriptor?.('title') ?? identifier,
        description: descriptor?.('description') ?? null,
        target,
        webLaunch: record('web_launch') ?? null,
        coreVendor: record('core_vendor') ?? null,
        maxScore: scoreOf(record('max_score')),
        masteryScore: scoreOf(record('mastery_score')),
        maxTimeAllowed: record('max_time_allowed') ?? null,
        timeLimitAction: timeLimitActionOf(record('time_limit_action')),
        prerequisites: prerequisites.get(key) ?? null,
      });
    }
  }
  return units;
}

function targetOf(
  record: AiccRecord,
  at: string,
  { files, warn }: { files: PackageFiles; warn: Warn },
): LaunchTarget | undefined {
  const written = record('file_name');
  if (!written) {
    warn(at, 'It names no file; it was left out.');
    return undefined;
  }
  const resolved = resolveHref(files, written);
  if (resolved.type === 'url') return { url: resolved.url };
  if (resolved.type === 'file') return resolved.target;
  warn(at, `Its file "${resolved.path}" is not in the package; it was left out.`);
  return undefined;
}

function scoreOf(text: string | undefined): number | null {
  return text === undefined ? null : (toNumber(text, SCORE) ?? null);
}

/** Written out, or as the first letters: `Exit, Message`, `C,N`. */
function timeLimitActionOf(text: string | undefined): TimeLimitAction | null {
  const [, action, message] = /^\s*([ec])[^,]*,\s*([mn])/i.exec(text ?? '') ?? [];
  if (!action || !message) return null;
  const ends = action.toLowerCase() === 'e';
  if (message.toLowerCase() === 'm') return ends ? 'exit,message' : 'continue,message';
  return ends ? 'exit,no message' : 'continue,no message';
}
