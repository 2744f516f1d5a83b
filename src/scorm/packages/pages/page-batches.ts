import { dirname } from 'node:path/posix';
import type { AtomEntry } from '../../../core/decks/deck-document.ts';
import type { SourceBatch } from '../../../core/decks/importing/content-batch.ts';
import type { OpenedPackage } from '../open-package.ts';
import { plainText } from '../plain-text.ts';
import { type CoursePage, coursePages } from './course-pages.ts';
import { type PageContent, pageContent } from './page-content.ts';
import { pagePictures } from './page-pictures.ts';

/** Larger pages are programs, not text. */
const LARGEST_PAGE = 2 * 1024 * 1024;
const DECK = 'course';

/**
 * Makes a deck of the plain pages of a course: an atom of text for a page, and one for each question
 * in it. Keys are paths and numbers, so the same package makes the same atoms.
 */
export async function* pageBatches(
  { course, content, zip }: Pick<OpenedPackage, 'course' | 'content' | 'zip'>,
  workDir: string,
): AsyncGenerator<SourceBatch> {
  const { title, language, structure } = course;
  const deck = { key: DECK, path: [title.replaceAll('::', ':')] };
  yield { type: 'decks', decks: [{ ...deck, ...(language && { language }) }], noteTypes: [] };
  if (!zip) return;
  const names = new Map([...content].map(([name, path]) => [path, name]));
  const pictures = pagePictures(zip, names, workDir);
  for (const page of coursePages(structure)) {
    const name = names.get(page.path) ?? '';
    if ((zip.entries.get(name)?.bytes ?? 0) > LARGEST_PAGE) continue;
    const folder = dirname(page.path);
    const base = folder === '.' ? '' : `${folder}/`;
    const text = plainText(await zip.read(name, LARGEST_PAGE));
    const found = pageContent(text, (src) => pictures.pathOf(src, base));
    yield { type: 'media', media: await pictures.unpack() };
    yield { type: 'atoms', atoms: atomsOf(page, found) };
  }
}

function atomsOf({ path, title }: CoursePage, { text, questions }: PageContent): AtomEntry[] {
  const entry = (part: string) => ({ key: `${path}#${part}`.slice(-400), deck: DECK });
  const at = path.slice(-100);
  const atoms: AtomEntry[] = questions.map(({ front, back }, index) => ({
    ...entry(`${index + 1}`),
    at,
    body: { type: 'flashcard', front, back },
  }));
  if (text === undefined) return atoms;
  const named = title ? { title: title.slice(0, 500) } : {};
  return [{ ...entry('text'), ...named, at, body: { type: 'text', html: text } }, ...atoms];
}
