import { type ScimDocument, valueAt } from '../resource/document.ts';
import { toDocCi } from '../resource/fold.ts';
import type { ResourceSchema } from '../schemas/registry.ts';
import type { UserColumns } from './user.store.ts';

/** What is written of a User's document. */
export function columnsOfUser(doc: ScimDocument, schema: ResourceSchema): UserColumns {
  const docCi = toDocCi(doc, schema);
  return {
    userNameCi: textAt(docCi, 'userName') ?? '',
    displayNameCi: textAt(docCi, 'displayName'),
    externalId: textAt(docCi, 'externalId'),
    active: doc.active !== false,
    doc,
    docCi,
  };
}

export function textAt(document: ScimDocument, key: string): string | null {
  const value = valueAt(document, [key]);
  return typeof value === 'string' ? value : null;
}
