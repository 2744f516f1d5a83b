import type { StrictApiDeps } from '../launch.ts';
import { isPattern, isResponse } from './data-types.ts';
import { elementsOf, interactionElements, objectiveElements } from './elements.ts';

const record = /^cmi\.(interactions|objectives)\.(0|[1-9]\d*)\.(.+)$/;
const listed = /^(objectives|correct_responses)\.(0|[1-9]\d*)\.(id|pattern)$/;

/** An LMS's API for SCORM 2004 that takes RTE 3 and 4 at their word. */
export function createStrictApi2004(deps: StrictApiDeps, edition: 3 | 4) {
  const { values, habits } = deps;
  const elements = elementsOf(edition === 3 ? 4000 : 64_000);
  let state: 'new' | 'running' | 'terminated' = 'new';
  let lastError = '0';

  const count = (prefix: string): number => {
    const indexes = Object.keys(values).flatMap((name) =>
      name.startsWith(prefix) ? Number(name.slice(prefix.length).split('.')[0]) : [],
    );
    return Math.max(-1, ...indexes.filter(Number.isInteger)) + 1;
  };
  const fails = (call: string, code: string): 'false' => {
    lastError = code;
    deps.onViolation(`${call}: ${code}`);
    return 'false';
  };
  const done = (): 'true' => {
    lastError = '0';
    return 'true';
  };

  /** The error code that setting deserves; '': none. */
  const checkSet = (name: string, value: string): string => {
    const element = elements[name];
    if (element) {
      if (element.access === 'read') return '404';
      return element.type(value) ? '' : '406';
    }
    const [, list = '', index = '', field = ''] = record.exec(name) ?? [];
    if (list === '') return '401';
    const path = `cmi.${list}.`;
    if (Number(index) > count(path)) return '351';
    // RTE 4.2.9: the id comes first.
    if (field !== 'id' && !values[`${path}${index}.id`]) return '408';
    if (list === 'objectives') return checkObjective(index, field, value);
    return checkInteraction(`${path}${index}`, field, value);
  };
  const checkObjective = (index: string, field: string, value: string): string => {
    const isValid = objectiveElements[field];
    if (!isValid) return '401';
    const isTaken = Object.entries(values).some(
      ([name, id]) =>
        /^cmi\.objectives\.\d+\.id$/.test(name) &&
        id === value &&
        name !== `cmi.objectives.${index}.id`,
    );
    // RTE 4.2.17.1: an id is there once.
    if (field === 'id' && isTaken) return '351';
    return isValid(value) ? '' : '406';
  };
  const checkInteraction = (path: string, field: string, value: string): string => {
    const type = values[`${path}.type`] ?? '';
    const [, list = '', index = ''] = listed.exec(field) ?? [];
    if (list !== '' && Number(index) > count(`${path}.${list}.`)) return '351';
    if (list === 'objectives') return interactionElements.id?.(value) ? '' : '406';
    if (list === 'correct_responses' || field === 'learner_response') {
      if (type === '') return '408';
      const isValid = list === '' ? isResponse : isPattern;
      return isValid(type, value) ? '' : '406';
    }
    const isValid = interactionElements[field];
    if (!isValid) return '401';
    return isValid(value) ? '' : '406';
  };

  /** RTE 4.2.21.1, 4.2.4.1: score and measure decide where the manifest says what is enough. */
  const judge = (): void => {
    const passing = values['cmi.scaled_passing_score'] ?? '';
    const scaled = values['cmi.score.scaled'] ?? '';
    if (passing !== '' && scaled !== '') {
      values['cmi.success_status'] = Number(scaled) >= Number(passing) ? 'passed' : 'failed';
    }
    const threshold = values['cmi.completion_threshold'] ?? '';
    const measure = values['cmi.progress_measure'] ?? '';
    if (threshold !== '' && measure !== '') {
      const isEnough = Number(measure) >= Number(threshold);
      values['cmi.completion_status'] = isEnough ? 'completed' : 'incomplete';
    }
  };
  const slowly = <T>(call: () => T): T => {
    for (const end = performance.now() + habits.delayMs; performance.now() < end; );
    return call();
  };

  return {
    Initialize: (argument: string) =>
      slowly(() => {
        if (argument !== '') return fails('Initialize', '201');
        if (state !== 'new') return fails('Initialize again', state === 'running' ? '103' : '104');
        if (habits.refusesToStart) return 'false';
        state = 'running';
        return done();
      }),
    Terminate: (argument: string) =>
      slowly(() => {
        if (argument !== '') return fails('Terminate', '201');
        if (state !== 'running') return fails('Terminate', state === 'new' ? '112' : '113');
        state = 'terminated';
        judge();
        deps.store(true);
        return done();
      }),
    GetValue: (name: string) =>
      slowly(() => {
        const call = `GetValue ${name}`;
        lastError = '0';
        if (state !== 'running') return fails(call, state === 'new' ? '122' : '123') && '';
        const list = /^cmi\.(interactions|objectives)\._count$/.exec(name)?.[1];
        if (list) return String(count(`cmi.${list}.`));
        const element = elements[name];
        if (!element && !record.test(name)) return fails(call, '401') && '';
        if (element?.access === 'write') return fails(call, '405') && '';
        const value = values[name];
        // No violation: it is how content asks whether there is a value.
        if (value === undefined) lastError = '403';
        return value ?? '';
      }),
    SetValue: (name: string, value: string) =>
      slowly(() => {
        const call = `SetValue ${name} ${JSON.stringify(value).slice(0, 80)}`;
        if (state !== 'running') return fails(call, state === 'new' ? '132' : '133');
        if (typeof value !== 'string') return fails(call, '406');
        if (habits.unsupported.some((prefix) => name.startsWith(prefix))) {
          lastError = '402';
          return 'false';
        }
        const code = checkSet(name, value);
        if (code !== '') return fails(call, code);
        values[name] = value;
        return done();
      }),
    Commit: (argument: string) =>
      slowly(() => {
        if (argument !== '') return fails('Commit', '201');
        if (state !== 'running') return fails('Commit', state === 'new' ? '142' : '143');
        deps.store(false);
        done();
        return habits.commitAnswer === 'null' ? null : 'true';
      }),
    GetLastError: () => lastError,
    GetErrorString: (code: string) => `Error ${code}`,
    GetDiagnostic: (code: string) => `Error ${code}`,
  };
}
