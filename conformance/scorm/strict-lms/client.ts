import { sendCommit } from '../lms/commit.ts';
import { openContent, readLaunch } from '../lms/page.ts';
import type { StrictApiDeps, StrictCommit, StrictLaunch } from './launch.ts';
import { createStrictApi } from './scorm12/api.ts';
import { createStrictApi2004 } from './scorm2004/api.ts';

const { version, content, values, habits } = readLaunch<StrictLaunch>();
const violations: string[] = [];

const deps: StrictApiDeps = {
  values,
  habits,
  onViolation: (call) => violations.push(call),
  store(isFinal) {
    const commit: StrictCommit = { values, violations, isFinal };
    sendCommit(commit);
  },
};

/** Content must leave the API of the other version alone. */
function trap(name: string): object {
  return new Proxy(
    {},
    {
      get: (_target, called) => () => {
        violations.push(`${name}.${String(called)}`);
        return 'false';
      },
    },
  );
}

const own = version === '1.2' ? 'API' : 'API_1484_11';
const other = version === '1.2' ? 'API_1484_11' : 'API';
const api =
  version === '1.2'
    ? createStrictApi(deps)
    : createStrictApi2004(deps, version === '2004-3' ? 3 : 4);
Reflect.set(window, own, api);
if (habits.offersBoth) Reflect.set(window, other, trap(other));

openContent(content, habits.place);
