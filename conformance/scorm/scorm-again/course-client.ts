import { Scorm2004API } from 'scorm-again';
import { sendCommit } from '../lms/commit.ts';
import { openContent, readLaunch } from '../lms/page.ts';
import type { CourseLaunch } from './course-launch.ts';

const { tree, launches, cmi } = readLaunch<CourseLaunch>();
const delivered: string[] = [];
const accepted = { result: 'true', errorCode: 0 };
let last: unknown = null;

const report = (isFinal: boolean): void => {
  const root = api.getSequencingService()?.getSequencingState().rootActivity;
  sendCommit({
    delivered,
    cmi: last,
    root: {
      completion: root?.completionStatus,
      success: root?.successStatus,
      measure: root?.objectiveNormalizedMeasure,
    },
    isFinal,
  });
};

const deliver = (id: string): void => {
  const isFirst = delivered.length === 0;
  delivered.push(id);
  // Within Terminate of the SCO before, which has yet to return.
  setTimeout(() => {
    api.reset();
    if (isFirst && cmi) api.loadFromJSON({ ...cmi }, 'cmi');
    document.querySelector('iframe')?.remove();
    openContent(launches[id] ?? '', 'frame');
  });
};

const api = new Scorm2004API({
  autocommit: false,
  lmsCommitUrl: '/lms/commit',
  sendFullCommit: true,
  logLevel: 'ERROR',
  httpService: {
    processHttpRequest(_url: string, commit: object, isFinal: boolean) {
      last = Reflect.get(commit, 'cmi');
      // With one SCO, the session ends with it; the course's end is reported by itself.
      report(isFinal && Object.keys(launches).length === 1);
      return accepted;
    },
    updateSettings() {},
  },
  sequencing: {
    activityTree: tree,
    eventListeners: {
      onActivityDelivery: ({ id }: { id: string }) => deliver(id),
      onSequencingSessionEnd: () => report(true),
    },
  },
});
Reflect.set(window, 'API_1484_11', api);
api.getSequencingService()?.processNavigationRequest('start');
