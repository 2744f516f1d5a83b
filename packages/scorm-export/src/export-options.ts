import type { PlayerOptions } from '@crosswalk/player/content';

/** What an export may say otherwise than the deck; fixed in the package. */
export type ExportOptions = Partial<
  Pick<
    PlayerOptions,
    | 'mode'
    | 'masteryScore'
    | 'buttons'
    | 'feedback'
    | 'locale'
    | 'shuffle'
    | 'questions'
    | 'completionThreshold'
    | 'activityBase'
  >
> &
  CourseOptions;

/** How the deck becomes a course. */
export interface CourseOptions {
  /** One unit for all (default), or one for each chapter. */
  structure?: 'whole' | 'chapters' | undefined;
  /** Chapters in any order (default), or each when the one before it is complete. */
  sequencing?: 'free' | 'linear' | undefined;
  /** Questions of each chapter that a test before them asks: who passes a chapter skips it. */
  pretest?: number | undefined;
  /** The whole is passed with all chapters (default), or with the mean of their scores. */
  rollup?: 'all' | 'score' | undefined;
}
