/** A deck that is studied in a revision of its own choice; those below it as they are published. */
export interface RevisionPin {
  deckId: string;
  n: number;
}

/** SQL of the revision that deck `d` is studied in, of the pin's parameters (null: none). */
export function studiedRevision(deckId: string, n: string): string {
  return `case when d.id = ${deckId}::uuid then ${n}::integer else d.revision end`;
}

/** The parameters. */
export function pinValues(pin: RevisionPin | null): [deckId: string | null, n: number | null] {
  return [pin?.deckId ?? null, pin?.n ?? null];
}
