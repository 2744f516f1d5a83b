import { effect } from '@preact/signals';
import { render } from 'preact';
import { readLaunch } from './launch.ts';
import { createPlayer } from './player.ts';
import { windowPort } from './relay/messages.ts';
import { relayTracking } from './relay/relay.ts';
import type { ApiWindow } from './tracking/scorm/api-search.ts';
import { uuidv7 } from './uuid.ts';
import { App } from './view/app.tsx';
import { followNightMode } from './view/night-mode.ts';
import { adoptStyles } from './view/styles.ts';

// A classic script knows its own element only while it is first run.
const data = {
  ...(document.currentScript instanceof HTMLElement ? document.currentScript.dataset : {}),
};

const player = createPlayer({
  launch: readLaunch({
    location,
    data,
    content: window.CROSSWALK_CONTENT,
    tracking: window.CROSSWALK_TRACKING,
  }),
  languages: navigator.languages,
  window: window as ApiWindow,
  platformAt: (origin) =>
    relayTracking({
      port: windowPort({ own: window, other: () => window.parent, origin }),
      channel: uuidv7(Date.now()),
      setTimer: (run, ms) => window.setTimeout(run, ms),
    }),
  goTo: (url) => location.assign(url),
  now: () => Date.now(),
  setTimer: (run, ms) => window.setTimeout(run, ms),
});

followNightMode(document.documentElement);
effect(() => adoptStyles(player.content.value?.styles ?? ''));

const root =
  document.getElementById('player') ?? document.body.appendChild(document.createElement('div'));
render(<App player={player} />, root);
void player.open();

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') player.hidden();
});
// Not `unload`: browsers and LMSs forbid it, and it does not fire on phones.
window.addEventListener('pagehide', () => player.leave());
// Back from the browser's page cache: the session with the LMS has been ended.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
