import type { StrictApiDeps } from '../launch.ts';
import { isFeedback } from './data-types.ts';
import { elements, interactionElements, objectiveElements } from './elements.ts';

export interface StrictApi {
  LMSInitialize(argument: string): unknown;
  LMSFinish(argument: string): unknown;
  LMSGetValue(element: string): unknown;
  LMSSetValue(element: string, value: string): unknown;
  LMSCommit(argument: string): unknown;
  LMSGetLastError(): string;
  LMSGetErrorString(code: string): string;
  LMSGetDiagnostic(code: string): string;
}

interface Failure {
  code: string;
}

const interaction = /^cmi\.interactions\.(0|[1-9]\d*)\.(.+)$/;
const correctPattern = /^correct_responses\.(0|[1-9]\d*)\.pattern$/;

/** An LMS's API for SCORM 1.2 that takes RTE 3 at its word: limits, vocabularies, access, order. */
export function createStrictApi(deps: StrictApiDeps): StrictApi {
  const { values, habits } = deps;
  let state: 'new' | 'running' | 'finished' = 'new';
  let lastError = '0';

  const count = (prefix: string): number => {
    const indexes = Object.keys(values).flatMap((name) =>
      name.startsWith(prefix) ? Number(name.slice(prefix.length).split('.')[0]) : [],
    );
    return Math.max(-1, ...indexes) + 1;
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

  const checkSet = (name: string, value: string): Failure | null => {
    const element = elements[name];
    if (element) {
      if (element.access === 'read') return { code: '403' };
      return element.type(value) ? null : { code: '405' };
    }
    const [, objective, part = ''] = /^cmi\.objectives\.(\d+)\.(.+)$/.exec(name) ?? [];
    if (objective) {
      if (Number(objective) > count('cmi.objectives.')) return { code: '201' };
      const isValid = objectiveElements[part];
      if (!isValid) return { code: '401' };
      return isValid(value) ? null : { code: '405' };
    }
    const [, index = '', field = ''] = interaction.exec(name) ?? [];
    if (index === '') return { code: '401' };
    if (Number(index) > count('cmi.interactions.')) return { code: '201' };
    return checkInteraction(index, field, value);
  };
  const checkInteraction = (index: string, field: string, value: string): Failure | null => {
    const path = `cmi.interactions.${index}`;
    if (field !== 'id' && !values[`${path}.id`]) return { code: '201' };
    const objective = /^objectives\.(\d+)\.id$/.exec(field)?.[1];
    if (objective) {
      if (Number(objective) > count(`${path}.objectives.`)) return { code: '201' };
      return interactionElements.id?.(value) ? null : { code: '405' };
    }
    const pattern = correctPattern.exec(field)?.[1];
    if (pattern && Number(pattern) > count(`${path}.correct_responses.`)) return { code: '201' };
    const isResponse = pattern !== undefined || field === 'student_response';
    const isValid = pattern ? () => true : interactionElements[field];
    if (!isValid) return { code: '401' };
    const type = values[`${path}.type`] ?? '';
    return isValid(value) && (!isResponse || isFeedback(type, value)) ? null : { code: '405' };
  };

  /** RTE 3.4.4 cmi.core.lesson_status: the LMS judges by the mastery score when the SCO finishes. */
  const judge = (): void => {
    const mastery = values['cmi.student_data.mastery_score'] ?? '';
    const raw = values['cmi.core.score.raw'] ?? '';
    if (mastery === '' || raw === '') return;
    values['cmi.core.lesson_status'] = Number(raw) >= Number(mastery) ? 'passed' : 'failed';
  };

  const slowly = <T>(call: () => T): T => {
    for (const end = performance.now() + habits.delayMs; performance.now() < end; );
    return call();
  };

  return {
    LMSInitialize: (argument) =>
      slowly(() => {
        if (argument !== '') return fails('LMSInitialize', '201');
        if (state !== 'new') return fails('LMSInitialize again', '101');
        if (habits.refusesToStart) return 'false';
        state = 'running';
        return done();
      }),
    LMSFinish: (argument) =>
      slowly(() => {
        if (argument !== '') return fails('LMSFinish', '201');
        if (state !== 'running') return fails('LMSFinish', '301');
        state = 'finished';
        judge();
        deps.store(true);
        return done();
      }),
    LMSGetValue: (name) =>
      slowly(() => {
        const call = `LMSGetValue ${name}`;
        lastError = '0';
        if (state !== 'running') return fails(call, '301') && '';
        const list = /^cmi\.(interactions|objectives)\._count$/.exec(name)?.[1];
        if (list) return String(count(`cmi.${list}.`));
        const element = elements[name];
        if (!element) return fails(call, '401') && '';
        if (element.access === 'write') return fails(call, '404') && '';
        return values[name] ?? '';
      }),
    LMSSetValue: (name, value) =>
      slowly(() => {
        const call = `LMSSetValue ${name} ${JSON.stringify(value).slice(0, 80)}`;
        if (state !== 'running') return fails(call, '301');
        if (typeof value !== 'string') return fails(call, '405');
        if (habits.unsupported.some((prefix) => name.startsWith(prefix))) {
          lastError = '401';
          return 'false';
        }
        const failure = checkSet(name, value);
        if (failure) return fails(call, failure.code);
        values[name] = value;
        return done();
      }),
    LMSCommit: (argument) =>
      slowly(() => {
        if (argument !== '') return fails('LMSCommit', '201');
        if (state !== 'running') return fails('LMSCommit', '301');
        deps.store(false);
        done();
        return habits.commitAnswer === 'null' ? null : 'true';
      }),
    LMSGetLastError: () => lastError,
    LMSGetErrorString: (code) => `Error ${code}`,
    LMSGetDiagnostic: (code) => `Error ${code}`,
  };
}
