import { ImportRefusedError } from '../platform/files/import-refused-error.ts';
import { isZip } from '../platform/zip/is-zip.ts';
import { openZip } from '../platform/zip/zip-reader.ts';
import { checkText, textSample } from './csv/decoded-text.ts';
import { detectEncoding } from './csv/text-encoding.ts';
import type { ImportKind } from './import-source.ts';

const SAMPLE_CHARACTERS = 64 * 1024;
const COLLECTION = /^collection\.anki(2|21|21b)$/;
/** What describes a course: SCORM, cmi5, xAPI, AICC; also in a folder that was zipped as a whole. */
const COURSE = /^([^/]+\/)?(imsmanifest\.xml|cmi5\.xml|tincan\.xml|[^/]+\.crs)$/i;
/** A cmi5 course structure may come without a package. */
const COURSE_STRUCTURE = /^\s*<(?:.*?<)??(\w+:)?courseStructure[\s>]/s;

/**
 * What a file is, by its content alone.
 * @throws {ImportRefusedError} `unknown_kind`, or as `openZip` refuses a zip
 */
export async function detectKind(path: string): Promise<ImportKind> {
  if (await isZip(path)) return kindOfZip(path);
  const { text } = await textSample(path, await detectEncoding(path), SAMPLE_CHARACTERS);
  checkText(text);
  // A row may begin with a cloze deletion, but hardly with a quoted text in one brace.
  if (/^\s*\{\s*["}]/.test(text)) return 'json';
  if (COURSE_STRUCTURE.test(text)) return 'course';
  if (/^\s*(<[!?a-z]|\[\s*[{[])/i.test(text)) throw unknownKind();
  return 'csv';
}

async function kindOfZip(path: string): Promise<ImportKind> {
  const zip = await openZip(path);
  await zip.close();
  const names = [...zip.entries.keys()];
  if (names.some((name) => COLLECTION.test(name))) return 'apkg';
  if (zip.entries.has('[Content_Types].xml') && zip.entries.has('xl/workbook.xml')) return 'xlsx';
  if (names.some((name) => COURSE.test(name))) return 'course';
  throw unknownKind();
}

function unknownKind(): ImportRefusedError {
  return new ImportRefusedError(
    'unknown_kind',
    'The hub can import Anki packages (.apkg, .colpkg), tables (CSV, TSV, Excel .xlsx), its own JSON documents and courses (SCORM, cmi5, xAPI or AICC packages); this file is none of them.',
  );
}
