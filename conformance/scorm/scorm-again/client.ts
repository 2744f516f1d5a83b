import { Scorm12API } from 'scorm-again';
import { sendCommit } from '../lms/commit.ts';
import { openContent, readLaunch } from '../lms/page.ts';
import type { ScormAgainLaunch } from './launch.ts';

const { content, cmi } = readLaunch<ScormAgainLaunch>();

const accepted = { result: 'true', errorCode: 0 };
const refused = { result: 'false', errorCode: 391 };

const api = new Scorm12API({
  autocommit: false,
  lmsCommitUrl: '/lms/commit',
  sendFullCommit: true,
  httpService: {
    // The runtime's own service sends the last commit by a beacon whatever its length.
    processHttpRequest: (_url: string, commit: object, isFinal: boolean) =>
      sendCommit({ ...commit, isFinal }) ? accepted : refused,
    updateSettings() {},
  },
});
api.loadFromJSON(cmi, 'cmi');
Reflect.set(window, 'API', api);
openContent(content, 'frame');
