import type { LearningObjective, PlayerContent } from '@crosswalk/player/content';
import type { DeckMetadata } from '../deck-content.ts';

/** A deck as packages have it: one or more units, each of which a platform launches by itself. */
export interface Course {
  id: string;
  revision: string;
  title: string;
  language: string;
  metadata: DeckMetadata;
  /** Scaled score that passes, also for the whole. */
  masteryScore: number | undefined;
  units: readonly [Unit, ...Unit[]];
  sequencing: 'free' | 'linear';
  rollup: 'all' | 'score';
  /** Prefix of IRIs; without it they are made of the deck's id. */
  activityBase: string | undefined;
}

export interface Unit {
  /** Stable over revisions. */
  id: string;
  /** Identifier inside the package, such as `unit-01`; '' where there is only one. */
  name: string;
  kind: 'whole' | 'chapter' | 'pretest';
  title: string;
  /** File names: the page that is launched, and the script with its content. */
  page: string;
  script: string;
  content: PlayerContent;
  /** Share of the course's questions. */
  weight: number;
  /** What a passed pretest satisfies. */
  objective: LearningObjective | undefined;
}
