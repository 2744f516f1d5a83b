import { cmiOf, flattened } from '../data-model.ts';
import type { DataModel, LaunchItem, StoredAttempt, TreeOutcome } from '../launch.ts';
import { type CourseRuntime, openable, type RuntimeHost } from './course-runtime.ts';
import { visit2004 } from './resumed-model.ts';
import { type Activity, createApi2004 } from './scorm2004-api.ts';
import { suspendedState } from './suspended-state.ts';

interface Course2004 {
  items: LaunchItem[];
  activityTree: unknown;
  stored: StoredAttempt | null;
  host: RuntimeHost;
}

/** SCORM 2004: the activity tree says what may be opened, and what comes next. */
export function createScorm2004({ items, activityTree, stored, host }: Course2004): CourseRuntime {
  const byId = new Map(openable(items).map((item) => [item.id, item]));
  const dataModels = new Map(Object.entries(stored?.dataModels ?? {}));
  let current: LaunchItem | null = null;
  /** What the learner has asked for while the content still runs, before its own wishes. */
  let asked: string | null = null;
  let isGoing = false;
  let hasEnded = false;

  const api = createApi2004(activityTree, {
    save: () => host.save(),
    onActivityDelivery: ({ id }) => deliver(id),
    onSequencingSessionEnd: () => {
      hasEnded = true;
    },
  });
  Reflect.set(window, 'API_1484_11', contentApi());
  const service = () => api.getSequencingService();
  const activity = (id: string) => findActivity(service()?.getSequencingState().rootActivity, id);

  /** Within Terminate of the content before, which has yet to return. */
  function deliver(id: string): void {
    const item = byId.get(id);
    if (!item) return;
    remember();
    current = item;
    hasEnded = false;
    setTimeout(() => {
      if (current !== item) return;
      api.reset();
      const { dataModel, isAnew } = visit2004(item, dataModels.get(id));
      if (isAnew) host.beginAnew(id);
      api.loadFromJSON(cmiOf(dataModel), 'cmi');
      host.show(item);
      host.save();
      host.changed();
    });
  }

  function read(): DataModel {
    return flattened(api.renderCommitCMI(false, true));
  }

  function remember(): void {
    if (current) dataModels.set(current.id, read());
  }

  /** Ends what is open, by the request; without content to end, the tree alone decides. */
  function request(name: string, target?: string): void {
    const before = current;
    asked = target === undefined ? name : `{target=${target}}${name}`;
    host.clear();
    if (api.isInitialized()) finish();
    else if (asked) api.processNavigationRequest(name, target);
    asked = null;
    if (hasEnded) {
      remember();
      host.save();
      current = null;
      if (name !== 'suspendAll') host.rest('finished');
    } else if (current === before && before) {
      // Refused after all: the content comes back as it was.
      deliver(before.id);
    }
    host.changed();
  }

  function finish(): string {
    const isSuspending = asked === null && isGoing;
    const wish = asked ?? (isSuspending ? 'suspendAll' : null);
    if (wish) api.adl.nav.request = wish;
    asked = null;
    return api.lmsFinish('');
  }

  function contentApi() {
    return {
      Initialize: (parameter: string) => api.lmsInitialize(parameter),
      Terminate(parameter: string) {
        if (parameter !== '' || !api.isInitialized()) return api.lmsFinish(parameter);
        const isByLearner = asked !== null || isGoing;
        const answer = finish();
        if (hasEnded && !isByLearner) {
          // Not before the content has its answer.
          setTimeout(() => {
            host.clear();
            remember();
            host.save();
            current = null;
            host.rest('finished');
          });
        }
        host.changed();
        return answer;
      },
      GetValue: (element: string) => api.lmsGetValue(element),
      SetValue(element: string, value: unknown) {
        const answer = api.lmsSetValue(element, value);
        host.saveSoon();
        return answer;
      },
      Commit: (parameter: string) => api.lmsCommit(parameter),
      GetLastError: () => api.lmsGetLastError(),
      GetErrorString: (code: string) => api.lmsGetErrorString(code),
      GetDiagnostic: (code: string) => api.lmsGetDiagnostic(code),
      version: '1.0',
    };
  }

  return {
    start() {
      if (stored?.sequencing) {
        const state = suspendedState(activityTree, stored.sequencing, stored.dataModels);
        api.deserializeSequencingState(state);
        if (!stored.isEnded) api.processNavigationRequest('resumeAll');
      }
      if (!current) api.processNavigationRequest('start');
      if (!current) host.rest('choose');
      host.changed();
    },
    state(item) {
      const found = activity(item.id);
      return {
        isDone: found?.completionStatus === 'completed',
        success: successOf(found),
        // Before the first and after the last the tree predicts nothing; it decides when asked.
        canChoose:
          item.url !== null &&
          (current === null ||
            service()?.getOverallSequencingProcess()?.predictChoiceEnabled(item.id) === true),
      };
    },
    currentItem: () => current,
    canMove: (move) =>
      current !== null && service()?.previewNavigationRequest(move).outcome === 'allowed',
    move(move) {
      if (typeof move === 'object') request('choice', move.choose);
      else request(move);
    },
    leave: () => request('suspendAll'),
    prepareToGo() {
      isGoing = true;
      // Whoever stays after all goes on as before.
      setTimeout(() => {
        isGoing = false;
      }, 1_000);
    },
    outcome: () => outcomeOf(service()?.getSequencingState().rootActivity ?? null),
    open: () => current && { item: current.id, dataModel: read() },
    sequencing: () => api.serializeSequencingState(),
  };
}

function findActivity(from: Activity | null | undefined, id: string): Activity | undefined {
  if (!from || from.id === id) return from ?? undefined;
  for (const child of from.children) {
    const found = findActivity(child, id);
    if (found) return found;
  }
  return undefined;
}

function successOf(activity: Activity | undefined): TreeOutcome['success'] {
  const { successStatus } = activity ?? {};
  return successStatus === 'passed' || successStatus === 'failed' ? successStatus : 'unknown';
}

function outcomeOf(root: Activity | null): TreeOutcome | null {
  if (!root) return null;
  return {
    completion: root.completionStatus === 'completed' ? 'completed' : 'incomplete',
    success: successOf(root),
    measure: root.objectiveMeasureStatus ? root.objectiveNormalizedMeasure : null,
  };
}
