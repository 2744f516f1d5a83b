import { isDeepStrictEqual } from 'node:util';
import { isDocument, type ScimDocument } from '../resource/document.ts';

/** Paths of what differs, as a PATCH would name them: `emails`, `name.familyName`. */
export function changedAttributes(before: ScimDocument, after: ScimDocument): string[] {
  return differing(before, after).flatMap((key) => {
    const [was, is] = [before[key], after[key]];
    if (!isDocument(was) || !isDocument(is)) return [key];
    const separator = key.includes(':') ? ':' : '.';
    return differing(was, is).map((part) => `${key}${separator}${part}`);
  });
}

function differing(before: ScimDocument, after: ScimDocument): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  keys.delete('schemas');
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
}
