import { clip } from '../clip.ts';
import type { Interaction } from '../tracking.ts';

/**
 * RTE 4.2.22 cmi.suspend_data: the least that an LMS must take (SPM), which is the most that some
 * do.
 */
export const STATE_CHARS = { 3: 4000, 4: 64_000 } as const;
/** RTE 4.2.12 cmi.location. */
export const LOCATION_CHARS = 1000;
/** RTE 4.2.9.1: the text of a fill-in, and of a description. */
const TEXT_CHARS = 250;
/** RTE 4.2.9.1: patterns that every LMS takes. */
const MOST_PATTERNS = { choice: 10, 'fill-in': 5, performance: 0 };

/** RTE 4.1.1.6 timeinterval (second,10,2). */
export function timeinterval(ms: number): string {
  const hundredths = Math.max(0, Math.round(ms / 10));
  const hours = Math.floor(hundredths / 360_000);
  const minutes = Math.floor(hundredths / 6000) % 60;
  const seconds = ((hundredths % 6000) / 100).toFixed(2);
  return `PT${hours}H${minutes}M${seconds}S`;
}

/** RTE 4.1.1.5 time (second,10,0); some LMSs take a time zone only after a fraction. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 22)}Z`;
}

/** real (10,7) in [0,1]; four decimals, as manifests round mastery scores. */
export function share(value: number): string {
  return String(Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000);
}

/** RTE 4.1.1.2 long_identifier_type: a URI. */
export function longIdentifier(id: string): string {
  // Half a character cannot be encoded.
  const encoded = encodeURI(id.replace(/\p{Cs}/gu, '\ufffd'));
  return encoded.slice(0, 4000).replace(/%[0-9A-F]?$/, '') || '_';
}

/** RTE 4.2.9.1; a flash card that its learner judges is none of the other types. */
export function interactionType(type: Interaction['type']): string {
  return type === 'performance' ? 'other' : type;
}

/** RTE 4.2.9.1 learner_response. */
export function learnerResponse({ type, response }: Interaction): string {
  return type === 'choice' ? setOf(response) : plain(response);
}

/** RTE 4.2.9.1 correct_responses.n.pattern. */
export function patterns({ type, correctResponses }: Interaction): string[] {
  const written = correctResponses.map((pattern) =>
    type === 'choice' ? setOf(pattern) : `{case_matters=false}${plain(pattern)}`,
  );
  return [...new Set(written)].slice(0, MOST_PATTERNS[type]);
}

export function description(text: string): string {
  return plain(text);
}

/** `a,c` as a set of short identifiers. */
function setOf(letters: string): string {
  return letters.split(',').join('[,]');
}

/** Text without what the data model would read as a property or as the end of a part. */
function plain(text: string): string {
  const inert = text.replace(/\s+/g, ' ').replace(/\[(?=[,.:]\])/g, '[ ');
  return clip(inert.replace(/^\{/, '( '), TEXT_CHARS);
}
