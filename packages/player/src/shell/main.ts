import { windowPort } from '../relay/messages.ts';
import type { ApiWindow } from '../tracking/scorm/api-search.ts';
import { launchDispatch } from './launch-dispatch.ts';
import { findPlatform } from './platform.ts';
import { createShell } from './shell.ts';
import { shellLanguage } from './strings.ts';
import { shellPage } from './view.ts';

// A classic script knows its own element only while it is first run.
const data = {
  ...(document.currentScript instanceof HTMLElement ? document.currentScript.dataset : {}),
};
const page = shellPage(document.body, shellLanguage(navigator.languages));

const shell = createShell({
  tracking: findPlatform(data, window as ApiWindow),
  dispatch: data.dispatch ?? '',
  launch: (request) => launchDispatch(data.launch ?? '', request),
  show: page.show,
  openFrame(url) {
    page.frame.src = url;
  },
  port: windowPort({
    own: window,
    other: () => page.frame.contentWindow,
    origin: new URL(data.launch ?? '', location.href).origin,
  }),
  setTimer: (run, ms) => window.setTimeout(run, ms),
});

void shell.open();
// Not `unload`: browsers and LMSs forbid it, and it does not fire on phones.
window.addEventListener('pagehide', () => shell.leave());
