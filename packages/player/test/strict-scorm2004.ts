import type { Scorm2004Api } from '../src/tracking/scorm/scorm2004-api.ts';

/** An LMS that holds content to the letter of SCORM 2004 RTE 4, as far as the player uses it. */
export interface StrictScorm2004 {
  api: Scorm2004Api;
  kept: Record<string, string>;
  calls: string[];
  errors: string[];
  /** The next answers of Commit, before it behaves again. */
  commitAnswers: unknown[];
}

type Access = 'ro' | 'rw' | 'wo';
type Rule = readonly [Access, RegExp];

const REAL = '-?\\d+(\\.\\d{1,7})?';
const SHARE = /^(0(\.\d{1,7})?|1(\.0+)?)$/;
const TEXT250 = /^[\s\S]{0,250}$/;
const URI = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]{1,4000}$/;
const INTERVAL = /^PT(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,2}Z$/;
const ANY = /^[\s\S]*$/;
const number = new RegExp(`^${REAL}$`);

const ELEMENTS: Record<string, Rule> = {
  'cmi.learner_id': ['ro', ANY],
  'cmi.learner_name': ['ro', ANY],
  'cmi.mode': ['ro', ANY],
  'cmi.scaled_passing_score': ['ro', number],
  'cmi.interactions._count': ['ro', ANY],
  'cmi.objectives._count': ['ro', ANY],
  'adl.nav.request_valid.continue': ['ro', ANY],
  'cmi.completion_status': ['rw', /^(completed|incomplete|not attempted|unknown)$/],
  'cmi.success_status': ['rw', /^(passed|failed|unknown)$/],
  'cmi.progress_measure': ['rw', SHARE],
  'cmi.score.scaled': ['rw', SHARE],
  'cmi.score.raw': ['rw', number],
  'cmi.score.min': ['rw', number],
  'cmi.score.max': ['rw', number],
  'cmi.location': ['rw', /^[\s\S]{0,1000}$/],
  'cmi.suspend_data': ['rw', /^[\s\S]{0,4000}$/],
  'cmi.exit': ['wo', /^(time-out|suspend|logout|normal|)$/],
  'cmi.session_time': ['wo', INTERVAL],
  'adl.nav.request': ['rw', /^(continue|exit|exitAll|suspendAll)$/],
};

const RECORDS: Record<string, Record<string, Rule>> = {
  interactions: {
    id: ['rw', URI],
    type: ['rw', /^(choice|fill-in|other)$/],
    timestamp: ['rw', TIME],
    weighting: ['rw', number],
    learner_response: ['rw', TEXT250],
    result: ['rw', /^(correct|incorrect)$/],
    latency: ['rw', INTERVAL],
    description: ['rw', TEXT250],
    'objectives.id': ['rw', URI],
    'correct_responses.pattern': ['rw', /^({case_matters=false})?[^{][\s\S]{0,249}$/],
  },
  objectives: {
    id: ['rw', URI],
    description: ['rw', TEXT250],
    progress_measure: ['rw', SHARE],
    completion_status: ['rw', /^(completed|incomplete)$/],
    success_status: ['rw', /^(passed|failed)$/],
    'score.scaled': ['rw', SHARE],
  },
};

/** `initial`: what was kept before, such as `cmi.suspend_data`. */
export function strictScorm2004(initial: Record<string, string> = {}): StrictScorm2004 {
  const values: Record<string, string> = { 'cmi.learner_id': 'learner-1', ...initial };
  let state: 'before' | 'open' | 'over' = 'before';
  let error = '0';
  const fail = (code: string, what: string): string => {
    error = code;
    lms.errors.push(`${code} ${what}`);
    return 'false';
  };
  const succeed = (): string => {
    error = '0';
    return 'true';
  };
  const count = (list: string): number =>
    Object.keys(values).filter((key) => new RegExp(`^cmi\\.${list}\\.\\d+\\.id$`).test(key)).length;
  const ruleOf = (element: string): Rule | undefined => {
    const [, list = '', index, field = ''] =
      /^cmi\.(interactions|objectives)\.(\d+)\.(.+)$/.exec(element) ?? [];
    if (!list) return ELEMENTS[element];
    const isNext = Number(index) === count(list) && field === 'id';
    if (Number(index) >= count(list) && !isNext) return undefined;
    return RECORDS[list]?.[field.replace(/\.\d+\./, '.')];
  };
  const lms: StrictScorm2004 = {
    api: {
      Initialize() {
        lms.calls.push('Initialize');
        if (state !== 'before') return fail('103', 'Initialize again');
        state = 'open';
        return succeed();
      },
      Terminate() {
        lms.calls.push('Terminate');
        if (state !== 'open') return fail('112', 'Terminate while not open');
        state = 'over';
        Object.assign(lms.kept, values);
        return succeed();
      },
      Commit() {
        lms.calls.push('Commit');
        if (state !== 'open') return fail('142', 'Commit while not open');
        if (lms.commitAnswers.length > 0) return lms.commitAnswers.shift();
        Object.assign(lms.kept, values);
        return succeed();
      },
      GetValue(element) {
        if (state !== 'open') return fail('122', `get ${element} while not open`) && '';
        const list = /^cmi\.(interactions|objectives)\._count$/.exec(element)?.[1];
        if (list) return String(count(list));
        const rule = ruleOf(element);
        if (!rule) return fail('401', `get ${element}`) && '';
        if (rule[0] === 'wo') return fail('405', `get ${element}`) && '';
        // RTE 3.1.7: 403 is how an LMS says that there is no value yet.
        error = element in values ? '0' : '403';
        return values[element] ?? '';
      },
      SetValue(element, value) {
        lms.calls.push(`${element}=${value}`);
        if (state !== 'open') return fail('132', `set ${element} while not open`);
        const rule = ruleOf(element);
        if (!rule) return fail('401', `set ${element}`);
        if (rule[0] === 'ro') return fail('404', `set ${element}`);
        if (!rule[1].test(value)) return fail('406', `set ${element} to ${value.slice(0, 60)}`);
        values[element] = value;
        return succeed();
      },
      GetLastError: () => error,
    },
    kept: {},
    calls: [],
    errors: [],
    commitAnswers: [],
  };
  return lms;
}
