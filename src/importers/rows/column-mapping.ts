import { ImportRefusedError } from '../../platform/files/import-refused-error.ts';

/**
 * Finds the columns (from 0) of an explicit mapping, whose keys are headers or numbers from 1.
 * @throws {ImportRefusedError} `unknown_column`
 */
export function resolveMapping(
  mapping: Record<string, string>,
  headers: string[],
  width: number,
): Map<number, string> {
  const fields = new Map<number, string>();
  for (const [key, field] of Object.entries(mapping)) {
    const index = findColumn(key, headers, width);
    if (index === undefined) {
      const listed = headers.map((header) => JSON.stringify(header)).join(', ');
      throw new ImportRefusedError(
        'unknown_column',
        `The mapping names the column ${JSON.stringify(key)}; the file has ${width}: ${listed}.`,
      );
    }
    fields.set(index, field.trim());
  }
  return fields;
}

/** Whether the mapping can only be meant for a file whose first row names its columns. */
export function namesHeaders(mapping: Record<string, string>): boolean {
  return Object.keys(mapping).some((key) => !isNumber(key));
}

function findColumn(key: string, headers: string[], width: number): number | undefined {
  const wanted = fold(key);
  const byName = headers.findIndex((header) => fold(header) === wanted);
  if (byName >= 0) return byName;
  const number = Number(key);
  return isNumber(key) && number >= 1 && number <= width ? number - 1 : undefined;
}

function isNumber(key: string): boolean {
  return /^\d{1,5}$/.test(key.trim());
}

function fold(header: string): string {
  return header.normalize('NFC').trim().toLowerCase();
}
