import { openContent, readLaunch } from '../lms/page.ts';
import type { LeavingLaunch, Stored, Transport } from './leaving.ts';

const { content, event, transport } = readLaunch<LeavingLaunch>();
const values: Record<string, string> = {};
let sequence = 0;

const transports: Record<Transport, (body: string) => boolean> = {
  'sync request'(body) {
    const request = new XMLHttpRequest();
    request.open('POST', '/lms/commit', false);
    try {
      request.send(body);
    } catch {
      // Browsers refuse it while a page goes away.
      return false;
    }
    return request.status === 200;
  },
  beacon: (body) => navigator.sendBeacon('/lms/commit', body),
  fetch(body) {
    void fetch('/lms/commit', { method: 'POST', body, keepalive: true }).catch(() => {});
    return true;
  },
};

function store(isLast: boolean): string {
  const stored: Stored = { values: { ...values }, isLast, sequence: ++sequence };
  return String(transports[transport](JSON.stringify(stored)));
}

/** An LMS that keeps what is committed, and the rest when its own page hears that it goes away. */
Reflect.set(window, 'API', {
  LMSInitialize: () => 'true',
  LMSFinish: () => 'true',
  LMSGetValue: (name: string) => values[name] ?? '',
  LMSSetValue(name: string, value: string) {
    values[name] = value;
    return 'true';
  },
  LMSCommit: () => store(false),
  LMSGetLastError: () => '0',
});

const target = event === 'visibilitychange' ? document : window;
target.addEventListener(event, () => void store(true));
openContent(content, 'frame');
