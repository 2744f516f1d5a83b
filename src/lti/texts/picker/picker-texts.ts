import type { Plural } from '../plural.ts';

/** Everything the picker says. `{name}` is a gap to fill. */
export interface PickerTexts {
  title: string;
  from: string;
  oneFits: string;
  severalFit: string;
  search: string;
  allDecks: string;
  decks: string;
  showMore: string;
  chosen: string;
  use: string;
  add: string;
  addCount: Plural;
  cancel: string;
  preview: string;
  previewOf: string;
  closePreview: string;
  needsScript: string;
  nothingFits: string;
  nothingFitsTodo: string;
  tooOld: string;
  failed: string;
  notFound: string;
  noDecks: string;
  firstDecks: Plural;
  countDecks: Plural;
  partOf: string;
  /** About what is no deck. */
  course: string;
  questions: Plural;
  matches: Plural;
  name: string;
  mode: string;
  study: string;
  test: string;
  due: string;
  column: string;
  points: string;
  part: string;
  partHint: string;
  noneChosen: string;
  countChosen: Plural;
  oneMoment: string;
  goingBack: string;
  goBack: string;
  /** Shown by the platform afterwards. */
  added: Plural;
}
