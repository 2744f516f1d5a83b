import { Scorm12API } from 'scorm-again';
import { cmiOf, flattened } from '../data-model.ts';
import type { DataModel, LaunchItem } from '../launch.ts';
import { httpService, type ScormApi } from './content-api.ts';
import {
  type CourseRuntime,
  type ItemState,
  openable,
  type RuntimeHost,
} from './course-runtime.ts';
import { visit12 } from './resumed-model.ts';

interface Course12 {
  items: LaunchItem[];
  stored: Readonly<Record<string, DataModel>>;
  startAt: string | null;
  host: RuntimeHost;
}

/** SCORM 1.2 and AICC: a list of items, of which the learner opens whichever. */
export function createScorm12({ items, stored, startAt, host }: Course12): CourseRuntime {
  const list = openable(items);
  const dataModels = new Map(Object.entries(stored));
  let current: LaunchItem | null = null;
  const api: ScormApi = new Scorm12API({
    autocommit: false,
    // Any text: what is stored goes through the service below.
    lmsCommitUrl: 'commit',
    sendFullCommit: true,
    logLevel: 'NONE',
    httpService: httpService(() => host.save()),
  });
  Reflect.set(window, 'API', contentApi(api, host));

  function read(): DataModel {
    // Asset: nothing but that it was seen.
    if (current && !current.isSco) return { 'cmi.core.lesson_status': 'completed' };
    return flattened(api.renderCommitCMI(false, true));
  }

  function end(): void {
    host.clear();
    if (api.isInitialized()) finish(api, '');
    if (current) dataModels.set(current.id, read());
    host.save();
  }

  function show(item: LaunchItem): void {
    if (current) end();
    current = item;
    api.reset();
    const { dataModel } = visit12(item, dataModels.get(item.id));
    api.loadFromJSON(cmiOf(dataModel), 'cmi');
    host.show(item);
    host.saveSoon();
    host.changed();
  }

  function neighbour(step: 1 | -1): LaunchItem | undefined {
    return current ? list[list.indexOf(current) + step] : undefined;
  }

  return {
    start() {
      const first = list.find(({ id }) => id === startAt) ?? list[0];
      if (first) show(first);
    },
    state(item): ItemState {
      const isOpen = current?.id === item.id;
      const status = (isOpen ? read() : dataModels.get(item.id))?.['cmi.core.lesson_status'] ?? '';
      return {
        isDone: ['completed', 'passed', 'failed'].includes(status),
        success: status === 'passed' || status === 'failed' ? status : 'unknown',
        canChoose: item.url !== null,
      };
    },
    currentItem: () => current,
    canMove: (move) => neighbour(move === 'continue' ? 1 : -1) !== undefined,
    move(move) {
      const target =
        typeof move === 'object'
          ? list.find(({ id }) => id === move.choose)
          : neighbour(move === 'continue' ? 1 : -1);
      if (target) show(target);
    },
    leave: end,
    prepareToGo() {},
    outcome: () => null,
    sequencing: () => null,
    open: () => current && { item: current.id, dataModel: read() },
  };
}

/**
 * RTE 3.4.4: what never says a status is completed by having been open. The runtime's own setting
 * for it counts its default as said.
 */
function finish(api: ScormApi, parameter: string): string {
  const status = 'cmi.core.lesson_status';
  const isUnsaid = api.isInitialized() && api.lmsGetValue(status) === 'not attempted';
  if (isUnsaid && api.lmsGetValue('cmi.core.lesson_mode') !== 'browse') {
    api.lmsSetValue(status, 'completed');
  }
  return api.lmsFinish(parameter);
}

/** What the content finds: nothing but the standard's own functions. */
function contentApi(api: ScormApi, host: RuntimeHost) {
  return {
    LMSInitialize: (parameter: string) => api.lmsInitialize(parameter),
    LMSFinish(parameter: string) {
      const answer = finish(api, parameter);
      host.changed();
      return answer;
    },
    LMSGetValue: (element: string) => api.lmsGetValue(element),
    LMSSetValue(element: string, value: unknown) {
      const answer = api.lmsSetValue(element, value);
      host.saveSoon();
      return answer;
    },
    LMSCommit: (parameter: string) => api.lmsCommit(parameter),
    LMSGetLastError: () => api.lmsGetLastError(),
    LMSGetErrorString: (code: string) => api.lmsGetErrorString(code),
    LMSGetDiagnostic: (code: string) => api.lmsGetDiagnostic(code),
  };
}
