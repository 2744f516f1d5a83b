import { Scorm2004API } from 'scorm-again';
import { httpService, type ScormApi } from './content-api.ts';

/** What of an activity is read here. */
export interface Activity {
  id: string;
  isActive: boolean;
  completionStatus: string;
  successStatus: string;
  objectiveNormalizedMeasure: number;
  objectiveMeasureStatus: boolean;
  children: Activity[];
  getAvailableChildren?(): Activity[];
}

interface SequencingService {
  getSequencingState(): { currentActivity: Activity | null; rootActivity: Activity | null };
  getOverallSequencingProcess(): { predictChoiceEnabled(id: string): boolean } | null;
  previewNavigationRequest(request: 'continue' | 'previous'): { outcome: string };
}

export interface Api2004 extends ScormApi {
  adl: { nav: { request: string } };
  getSequencingService(): SequencingService | null;
  processNavigationRequest(request: string, target?: string): boolean;
  serializeSequencingState(): string;
  deserializeSequencingState(state: string): boolean;
}

interface Listeners {
  onActivityDelivery(activity: Activity): void;
  onSequencingSessionEnd(end: { reason: string }): void;
}

export function createApi2004(
  activityTree: unknown,
  { save, ...eventListeners }: Listeners & { save(): boolean },
): Api2004 {
  return new Scorm2004API({
    autocommit: false,
    // Any text: what is stored goes through the service below.
    lmsCommitUrl: 'commit',
    sendFullCommit: true,
    logLevel: 'NONE',
    httpService: httpService(save),
    sequencing: { activityTree, eventListeners, logLevel: 'error' },
  });
}
