import { Scorm12API } from 'scorm-again';
import { openContent, readLaunch } from '../lms/page.ts';
import type { ScormAgainLaunch } from './launch.ts';

const { content, cmi } = readLaunch<ScormAgainLaunch>();

const commitUrl = '/lms/commit';
const accepted = { result: 'true', errorCode: 0 };

const api = new Scorm12API({
  autocommit: false,
  lmsCommitUrl: commitUrl,
  sendFullCommit: true,
  httpService: {
    // The runtime's own service sends the last commit by a beacon, which a browser drops over 64 KiB.
    processHttpRequest(_url: string, commit: object, isFinal: boolean) {
      const body = JSON.stringify({ ...commit, isFinal });
      if (body.length < 60_000) {
        return navigator.sendBeacon(commitUrl, body)
          ? accepted
          : { result: 'false', errorCode: 391 };
      }
      const request = new XMLHttpRequest();
      request.open('POST', commitUrl, false);
      request.send(body);
      return accepted;
    },
    updateSettings() {},
  },
});
api.loadFromJSON(cmi, 'cmi');
Reflect.set(window, 'API', api);
openContent(content, 'frame');
