/**
 * What the player plays: one published deck revision (with or without its children), every prompt
 * already rendered to safe HTML. Written as `content.js` into packages, served as JSON by the hub.
 */
export interface PlayerContent {
  format: 'crosswalk-player/1';
  /** Deck id (any stable string). */
  id: string;
  /** Revision of the deck; state saved under another revision is carried over by item id. */
  revision: string;
  title: string;
  /** BCP 47, e.g. `en`, `ar`. */
  language: string;
  direction: 'ltr' | 'rtl';
  options: PlayerOptions;
  items: PlayerItem[];
  /** What the deck teaches; items name those that they count towards. */
  objectives?: LearningObjective[];
  /** Scoped, sanitised CSS of the note types that the items use. */
  styles?: string;
}

export interface LearningObjective {
  /** Any stable string; an IRI where the objective is known outside. */
  id: string;
  title: string;
}

export interface PlayerOptions {
  /** study: spaced repetition (FSRS); test: every item once, scored. */
  mode: 'study' | 'test';
  /** Rating buttons in study mode: Again/Good or Again/Hard/Good/Easy. */
  buttons: 2 | 4;
  /** When test mode tells right from wrong. */
  feedback: 'immediate' | 'end' | 'none';
  /** Scaled score in [0,1] that passes; none: completion only. */
  masteryScore?: number;
  shuffle: boolean;
  /** Test: so many questions, drawn anew for each attempt; none: all. */
  questions?: number;
  /** Study: share of the prompts in (0,1] that have to be answered; none: all. */
  completionThreshold?: number;
  /**
   * SCORM 2004: an objective that is satisfied when all is complete, by which platforms let the
   * learner on to the next part.
   */
  completionObjective?: string;
  /** Prefix of the IRIs that questions have in xAPI; default: that of the activity. */
  activityBase?: string;
  /** Language of the player's own strings; default: the learner's, else the deck's. */
  locale?: string;
  /** Prefix of relative media references in HTML, e.g. `media/`. */
  mediaBase: string;
}

/** Safe HTML: sanitised, maths as MathML, media referenced as `media/<sha256>.<ext>`. */
export type Html = string;

interface ItemBase {
  /** Prompt id. */
  id: string;
  atomId: string;
  title?: string;
  /** Language and direction of this item where it differs from the deck. */
  language?: string;
  direction?: 'ltr' | 'rtl';
  /** Space-separated classes on the card element; note type styles are scoped by them. */
  className?: string;
  /** Ids of the learning objectives that it counts towards. */
  objectives?: string[];
}

/** A card that is flipped and graded by the learner. */
export interface FlashcardItem extends ItemBase {
  kind: 'flashcard' | 'cloze';
  front: Html;
  back: Html;
}

/** A card whose answer is typed, then compared (case, accents and spaces forgiven as the player says). */
export interface TypedItem extends ItemBase {
  kind: 'typed';
  front: Html;
  back: Html;
  accepted: string[];
}

export interface ChoiceOption {
  id: string;
  html: Html;
  correct: boolean;
  feedback?: Html;
}

/** Single choice (one correct) or multiple choice. */
export interface ChoiceItem extends ItemBase {
  kind: 'choice';
  front: Html;
  /** Explanation, shown after answering. */
  back?: Html;
  options: ChoiceOption[];
  multiple: boolean;
}

/** Something to read, hear or watch; nothing is asked. */
export interface InfoItem extends ItemBase {
  kind: 'info';
  front: Html;
}

export type PlayerItem = FlashcardItem | TypedItem | ChoiceItem | InfoItem;
