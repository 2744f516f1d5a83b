import type { ResourceSchema } from '../schemas/registry.ts';
import type { ScimDocument } from './document.ts';

/** Text by which `caseExact: false` attributes are compared. The same fold serves `..._ci` columns. */
export function foldText(_text: string): string {
  throw new Error('not written yet');
}

/**
 * The document as filters and sorting see it (the column `doc_ci`): text that is not `caseExact`
 * folded, `caseExact` text in NFC, times as UTC with six digits of fraction.
 */
export function toDocCi(_document: ScimDocument, _schema: ResourceSchema): ScimDocument {
  throw new Error('not written yet');
}
