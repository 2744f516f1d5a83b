import type { CardRole } from './header-words.ts';

/** A column of a table of cards, and what it is for. */
export interface Column {
  /** From 0. */
  index: number;
  /** A legal, distinct name of a note type's field. */
  name: string;
  role: CardRole;
}
