import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';

export function malformed(file: string, detail: string): ImportRefusedError {
  return new ImportRefusedError('malformed_xml', `${file} is not well-formed XML: ${detail}.`);
}

export function documentType(file: string): ImportRefusedError {
  return new ImportRefusedError(
    'document_type',
    `${file} declares a document type or entities, which the hub does not read: they can be made to fill its memory or to read its files.`,
  );
}

export function tooLarge(file: string, detail: string): ImportRefusedError {
  return new ImportRefusedError('too_large', `${file} is too large: ${detail}.`);
}
