import type { Cmi5Au, LaunchTarget } from '../../courses/course-structure.ts';
import { resolveHref } from '../launch-target.ts';
import type { PackageFiles } from '../package-files.ts';
import { toNumber } from '../sequencing/schema-values.ts';
import { attributeOf, childOf, type XmlElement } from '../xml/xml-element.ts';
import { invalidCmi5 } from './cmi5-refusal.ts';
import { type Identifiers, readObjectiveIds, readTexts } from './course-parts.ts';

const MOVE_ON: Cmi5Au['moveOn'][] = [
  'NotApplicable',
  'Passed',
  'Completed',
  'CompletedAndPassed',
  'CompletedOrPassed',
];
const LAUNCH_METHODS: Cmi5Au['launchMethod'][] = ['AnyWindow', 'OwnWindow'];
/** What the LMS adds to the URL when it launches (cmi5 8.1). */
const RESERVED = ['endpoint', 'fetch', 'actor', 'registration', 'activityId'];

/** RFC 1738 2.2; beyond ASCII, as xs:anyURI allows, browsers encode by themselves. */
const NOT_IN_URLS = /[\s"<>\\^`{|}]/;

/** cmi5 13.1.4. @throws {ImportRefusedError} `invalid_cmi5`, `unsafe_href` */
export function readAu(
  element: XmlElement,
  { files, isBare, ids }: { files: PackageFiles; isBare: boolean; ids: Identifiers },
): Cmi5Au {
  const id = ids.take(element);
  return {
    type: 'au',
    id,
    ...readTexts(element),
    objectiveIds: readObjectiveIds(element, ids),
    target: targetOf(element, { id, files, isBare }),
    launchMethod: wordOf(element, 'launchMethod', LAUNCH_METHODS) ?? 'AnyWindow',
    moveOn: wordOf(element, 'moveOn', MOVE_ON) ?? 'NotApplicable',
    masteryScore: masteryScoreOf(element, id),
    launchParameters: childOf(element, 'launchParameters')?.text.trim() || null,
    entitlementKey: childOf(element, 'entitlementKey')?.text.trim() || null,
    activityType: attributeOf(element, 'activityType') || null,
  };
}

function targetOf(
  element: XmlElement,
  { id, files, isBare }: { id: string; files: PackageFiles; isBare: boolean },
): LaunchTarget {
  const written = childOf(element, 'url')?.text.trim();
  if (!written) throw invalidCmi5(`the AU "${id}" has no URL`);
  if (NOT_IN_URLS.test(written)) {
    throw invalidCmi5(`"${written}", the URL of the AU "${id}", has characters that no URL has`);
  }
  const resolved = resolveHref(files, written);
  if (resolved.type === 'missing') {
    throw invalidCmi5(
      isBare
        ? `the URL "${written}" of the AU "${id}" is relative, but there is no package around it`
        : `the file "${resolved.path}" of the AU "${id}" is not in the package`,
    );
  }
  const query = /\?([^#]*)/.exec(written)?.[1] ?? '';
  const reserved = RESERVED.find((name) => new URLSearchParams(query).has(name));
  if (reserved) {
    throw invalidCmi5(`the URL of the AU "${id}" uses "${reserved}", a name of the launch itself`);
  }
  return resolved.type === 'url' ? { url: resolved.url } : resolved.target;
}

function wordOf<W extends string>(
  element: XmlElement,
  name: string,
  words: readonly W[],
): W | undefined {
  const written = attributeOf(element, name);
  if (written === undefined) return undefined;
  const word = words.find((each) => each === written);
  if (!word) throw invalidCmi5(`"${written}" is no ${name}; there are ${words.join(', ')}`);
  return word;
}

function masteryScoreOf(element: XmlElement, id: string): number | null {
  const written = attributeOf(element, 'masteryScore');
  if (written === undefined) return null;
  const score = toNumber(written, { min: 0, max: 1 });
  if (score === undefined) {
    throw invalidCmi5(`the mastery score "${written}" of the AU "${id}" is not in 0 to 1`);
  }
  return score;
}
