import type { RenderContext } from '../rendered-atom.ts';

/** Resolves a name as a field writes it: as it stands, percent-decoded, and in NFC. */
export function resolveMedia(
  written: string,
  { media, problems }: RenderContext,
): string | undefined {
  const name = written.trim();
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(name)) {
    problems.add(`media outside the file is not shown: ${shorten(name)}`);
    return undefined;
  }
  const found = media(name) ?? media(decodedName(name).normalize('NFC'));
  if (found === undefined) problems.add(`media file not found: ${shorten(name)}`);
  return found;
}

function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function shorten(name: string): string {
  return name.length > 120 ? `${name.slice(0, 120)}…` : name;
}
