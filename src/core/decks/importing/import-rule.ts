/** What the hub has of an atom that a file brings again. */
export interface KnownContent {
  hash: string;
  /** `author`: changed in the hub since it was last imported. */
  origin: 'import' | 'author';
  modifiedAt: Date;
  deleted: boolean;
}

/**
 * Who wins: the same content is unchanged; otherwise the newer one. Without times, and at equal
 * times (a template or a card's deck changed), the file wins over an earlier import, never over an
 * edit made in the hub.
 */
export function decideImport(
  entry: { hash: string; modifiedAt: Date | undefined },
  ours: KnownContent | undefined,
): 'new' | 'updated' | 'unchanged' | 'conflicting' {
  if (!ours) return 'new';
  if (entry.hash === ours.hash && !ours.deleted) return 'unchanged';
  const edited = ours.origin === 'author' || ours.deleted;
  const ahead = entry.modifiedAt ? entry.modifiedAt.getTime() - ours.modifiedAt.getTime() : 0;
  if (ahead > 0) return 'updated';
  return ahead < 0 || edited ? 'conflicting' : 'updated';
}
