import type { PlayerContent } from '../content.ts';
import type { StudySource } from '../study/study-source.ts';
import type { Recorder } from '../tracking/recorder.ts';
import type { Tracking, TrackingStart } from '../tracking/tracking.ts';

export interface OpenedHub {
  content: PlayerContent;
  /** Where the way out leads, when there is somewhere to go back to. */
  returnUrl: string | undefined;
  /** There is something to go back to, by that URL or because it closes our frame. */
  hasWayOut: boolean;
  tracking: Tracking;
  start: TrackingStart;
  source?: (recorder: Recorder) => StudySource;
}
