import { Scorm12API, Scorm2004API } from 'scorm-again';
import { sendCommit } from '../scorm/lms/commit.ts';
import { openContent, readLaunch } from '../scorm/lms/page.ts';
import type { PlatformLaunch } from './platform-launch.ts';

const { version, content, cmi } = readLaunch<PlatformLaunch>();
const settings = {
  autocommit: false,
  lmsCommitUrl: '/lms/commit',
  sendFullCommit: true,
  httpService: {
    // The runtime's own service sends the last commit by a beacon whatever its length.
    processHttpRequest: (_url: string, commit: object, isFinal: boolean) =>
      sendCommit({ ...commit, isFinal })
        ? { result: 'true', errorCode: 0 }
        : { result: 'false', errorCode: 391 },
    updateSettings() {},
  },
};
const api = version === '1.2' ? new Scorm12API(settings) : new Scorm2004API(settings);
api.loadFromJSON({ ...cmi }, 'cmi');
Reflect.set(window, version === '1.2' ? 'API' : 'API_1484_11', api);
openContent(content, 'frame');
