import { sendCommit } from '../lms/commit.ts';
import { openContent, readLaunch } from '../lms/page.ts';
import { createStrictApi } from './api.ts';
import type { StrictCommit, StrictLaunch } from './launch.ts';

const { content, values, habits } = readLaunch<StrictLaunch>();
const violations: string[] = [];

const api = createStrictApi({
  values,
  habits,
  onViolation: (call) => violations.push(call),
  store(isFinal) {
    const commit: StrictCommit = { values, violations, isFinal };
    sendCommit(commit);
  },
});
Reflect.set(window, 'API', api);

if (habits.offers2004) {
  const trap = new Proxy(
    {},
    {
      get: (_target, name) => () => {
        violations.push(`API_1484_11.${String(name)}`);
        return 'false';
      },
    },
  );
  Reflect.set(window, 'API_1484_11', trap);
}

openContent(content, habits.place);
