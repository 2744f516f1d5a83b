import { parse } from 'csv-parse/sync';
import { cardRoleOf, personRoleOf } from '../rows/header-words.ts';

/** In the order they win a tie: a comma is the likeliest to be part of the text. */
const CANDIDATES = ['\t', ';', '|', ','];
const SAMPLE_RECORDS = 100;

/**
 * The separator by which most rows of the sample have the same number of columns, at least two;
 * among equals the one that makes known words of the first row. A comma when none does.
 */
export function detectSeparator(sample: string): string {
  const excel = /^sep=(.)\r?\n/i.exec(sample);
  if (excel?.[1]) return excel[1];
  const scored = CANDIDATES.map((separator) => ({ separator, ...score(sample, separator) }));
  const best = scored.reduce((first, second) => {
    if (second.known !== first.known) return second.known > first.known ? second : first;
    return second.share > first.share + 0.05 ? second : first;
  });
  return best.share > 0 ? best.separator : ',';
}

function score(sample: string, separator: string): { share: number; known: number } {
  const records = parseSample(sample, separator).filter((cells) => cells.join('') !== '');
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [common] = [...counts]
    .filter(([columns]) => columns > 1)
    .sort(([, first], [, second]) => second - first);
  if (!common) return { share: 0, known: 0 };
  const known = records[0]?.filter((cell) => cardRoleOf(cell) ?? personRoleOf(cell)).length ?? 0;
  return { share: common[1] / records.length, known: known > 1 ? known : 0 };
}

/** Up to the first error: a quote that the sample cuts is one. */
function parseSample(sample: string, delimiter: string): string[][] {
  const records: string[][] = [];
  try {
    parse(sample, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      to: SAMPLE_RECORDS,
      trim: true,
      on_record: (record) => {
        records.push(record);
        return null;
      },
    });
  } catch {
    return records;
  }
  return records;
}
