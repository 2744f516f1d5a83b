import { ImportRefusedError } from '../files/import-refused-error.ts';

export function overlapping(name: string): ImportRefusedError {
  return new ImportRefusedError('overlapping_entries', `"${name}" overlaps another zip entry.`);
}

export function tooLarge(detail: string): ImportRefusedError {
  return new ImportRefusedError('too_large', `The zip is too large: ${detail}.`);
}

export function encrypted(): ImportRefusedError {
  return new ImportRefusedError(
    'encrypted_zip',
    'The zip is encrypted. Save it without a password and import it again.',
  );
}

export function damaged(detail: string, cause?: unknown): ImportRefusedError {
  return new ImportRefusedError(
    'damaged_zip',
    `The zip is truncated or damaged: ${detail}.`,
    cause === undefined ? undefined : { cause },
  );
}

export function sizeMismatch(name: string): ImportRefusedError {
  return new ImportRefusedError('size_mismatch', `"${name}" has not the size it declares.`);
}

export function checksumMismatch(name: string): ImportRefusedError {
  return new ImportRefusedError('checksum_mismatch', `"${name}" is damaged: its CRC-32 differs.`);
}

/** yauzl's plain errors, which concern the file's end or its central directory. */
export function asZipError(error: unknown): unknown {
  if (error instanceof ImportRefusedError || !(error instanceof Error)) return error;
  return error.message.includes('encryption') ? encrypted() : damaged(error.message, error);
}
