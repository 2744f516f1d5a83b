import type { Activity, Scorm12Item } from '../../courses/course-structure.ts';
import { toNumber } from '../sequencing/schema-values.ts';
import type { Warn } from '../warnings.ts';
import { childOf, lineOf, type XmlElement } from '../xml/xml-element.ts';

/** CMITimespan (SCORM 1.2 RTE 3.4.1.2). */
const TIMESPAN = /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/;

/** What an item of SCORM 1.2 has besides (CAM 2.3.2.5). */
export function scorm12Item(
  part: Activity<Scorm12Item>,
  element: XmlElement,
  warn: Warn,
): Scorm12Item {
  const at = `item ${part.identifier}`;
  return {
    ...part,
    prerequisites: lineOf(childOf(element, 'prerequisites')) ?? null,
    maxTimeAllowed: maxTimeAllowedOf(element, at, warn),
    masteryScore: masteryScoreOf(element, at, warn),
  };
}

function maxTimeAllowedOf(element: XmlElement, at: string, warn: Warn): string | null {
  const written = lineOf(childOf(element, 'maxtimeallowed'));
  if (written === undefined) return null;
  if (TIMESPAN.test(written)) return written;
  warn(at, `Its maximum time "${written}" is not of the form HHHH:MM:SS; it was left out.`);
  return null;
}

function masteryScoreOf(element: XmlElement, at: string, warn: Warn): number | null {
  const written = lineOf(childOf(element, 'masteryscore'));
  if (written === undefined) return null;
  const score = toNumber(written, { min: 0, max: 100 });
  if (score === undefined) {
    warn(at, `Its mastery score "${written}" is not in 0 to 100; it was left out.`);
  }
  return score ?? null;
}
