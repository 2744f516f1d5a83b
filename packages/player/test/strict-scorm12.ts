import type { Scorm12Api } from '../src/tracking/scorm/scorm12-api.ts';

/** An LMS that holds content to the letter of SCORM 1.2 RTE 3.4, where real ones forgive. */
export interface StrictLms {
  api: Scorm12Api;
  /** What the LMS has kept: values survive only a commit or the finish. */
  kept: Record<string, string>;
  calls: string[];
  errors: string[];
  /** The next answers of LMSCommit, before it behaves again. */
  commitAnswers: unknown[];
  finished: number;
}

const TEXT255 = /^[\s\S]{0,255}$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const SCORE = /^(|100(\.0+)?|\d{1,2}(\.\d+)?)$/;
const TIMESPAN = /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
const IDENTIFIER = /^[\w.:/-]{1,255}$/;

interface Element {
  access: 'ro' | 'rw' | 'wo';
  format: RegExp;
}

const ELEMENTS: Record<string, Element> = {
  'cmi.core.student_id': { access: 'ro', format: IDENTIFIER },
  'cmi.core.student_name': { access: 'ro', format: TEXT255 },
  'cmi.core.lesson_mode': { access: 'ro', format: TEXT255 },
  'cmi.core.credit': { access: 'ro', format: TEXT255 },
  'cmi.core.entry': { access: 'ro', format: TEXT255 },
  'cmi.core.total_time': { access: 'ro', format: TIMESPAN },
  'cmi.student_data.mastery_score': { access: 'ro', format: SCORE },
  'cmi.objectives._count': { access: 'ro', format: DECIMAL },
  'cmi.interactions._count': { access: 'ro', format: DECIMAL },
  'cmi.core.lesson_location': { access: 'rw', format: TEXT255 },
  'cmi.core.lesson_status': {
    access: 'rw',
    format: /^(passed|completed|failed|incomplete|browsed)$/,
  },
  'cmi.core.score.raw': { access: 'rw', format: SCORE },
  'cmi.core.score.min': { access: 'rw', format: SCORE },
  'cmi.core.score.max': { access: 'rw', format: SCORE },
  'cmi.suspend_data': { access: 'rw', format: /^[\s\S]{0,4096}$/ },
  'cmi.core.exit': { access: 'wo', format: /^(time-out|suspend|logout|)$/ },
  'cmi.core.session_time': { access: 'wo', format: TIMESPAN },
};

const INTERACTION: Record<string, RegExp> = {
  id: IDENTIFIER,
  time: TIME,
  type: /^(true-false|choice|fill-in|matching|performance|likert|sequencing|numeric)$/,
  weighting: DECIMAL,
  student_response: TEXT255,
  result: /^(correct|wrong|unanticipated|neutral|-?\d+(\.\d+)?)$/,
  latency: TIMESPAN,
};

/** `initial`: what was kept before, such as `cmi.suspend_data`. */
export function strictLms(initial: Record<string, string> = {}): StrictLms {
  const values: Record<string, string> = {
    'cmi.core.student_id': 'learner-1',
    'cmi.core.student_name': 'Noether, Emmy',
    'cmi.core.lesson_mode': 'normal',
    'cmi.core.lesson_status': 'not attempted',
    'cmi.core.lesson_location': '',
    'cmi.suspend_data': '',
    ...initial,
  };
  const lms: StrictLms = {
    api: {
      LMSInitialize: () => {
        lms.calls.push('LMSInitialize');
        if (state !== 'before') return fail('101', 'LMSInitialize again');
        state = 'open';
        return succeed();
      },
      LMSFinish: () => {
        lms.calls.push('LMSFinish');
        if (state !== 'open') return fail('301', 'LMSFinish while not open');
        state = 'over';
        lms.finished++;
        Object.assign(lms.kept, values);
        return succeed();
      },
      LMSCommit: () => {
        lms.calls.push('LMSCommit');
        if (state !== 'open') return fail('301', 'LMSCommit while not open');
        if (lms.commitAnswers.length > 0) return lms.commitAnswers.shift();
        Object.assign(lms.kept, values);
        return succeed();
      },
      LMSGetValue: (element) => {
        if (state !== 'open') return fail('301', `get ${element} while not open`) && '';
        error = '0';
        if (element === 'cmi.interactions._count') return String(interactionCount(values));
        if (element === 'cmi.objectives._count') return String(objectiveCount(values));
        const known = ELEMENTS[element];
        if (!known) return fail('401', `get ${element}`) && '';
        if (known.access === 'wo') return fail('404', `get ${element}`) && '';
        return values[element] ?? '';
      },
      LMSSetValue: (element, value) => {
        lms.calls.push(`${element}=${value}`);
        if (state !== 'open') return fail('301', `set ${element} while not open`);
        const known = ELEMENTS[element];
        if (known?.access === 'ro') return fail('403', `set ${element}`);
        const format =
          known?.format ?? objectiveFormat(element, values) ?? interactionFormat(element, values);
        if (!format) return fail('401', `set ${element}`);
        if (!format.test(value)) return fail('405', `set ${element} to ${value.slice(0, 40)}`);
        values[element] = value;
        return succeed();
      },
      LMSGetLastError: () => error,
    },
    kept: { ...values },
    calls: [],
    errors: [],
    commitAnswers: [],
    finished: 0,
  };
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
  return lms;
}

function interactionCount(values: Record<string, string>): number {
  return Object.keys(values).filter((key) => /^cmi\.interactions\.\d+\.id$/.test(key)).length;
}

function objectiveCount(values: Record<string, string>): number {
  return Object.keys(values).filter((key) => /^cmi\.objectives\.\d+\.id$/.test(key)).length;
}

function objectiveFormat(element: string, values: Record<string, string>): RegExp | undefined {
  const [, index, field] = /^cmi\.objectives\.(\d+)\.(id|status|score\.raw)$/.exec(element) ?? [];
  const next = objectiveCount(values);
  if (field === 'id') return Number(index) <= next ? IDENTIFIER : undefined;
  if (!field || Number(index) >= next) return undefined;
  return field === 'status' ? /^(passed|completed|failed|incomplete)$/ : SCORE;
}

/** Undefined: not an element, an index left out, or anything before the id. */
function interactionFormat(element: string, values: Record<string, string>): RegExp | undefined {
  if (/^cmi\.interactions\.\d+\.objectives\.\d+\.id$/.test(element)) return IDENTIFIER;
  const match = /^cmi\.interactions\.(\d+)\.(\w+)(?:\.(\d+)\.pattern)?$/.exec(element);
  if (!match) return undefined;
  const [, index, field, pattern] = match;
  const count = interactionCount(values);
  const isNext = Number(index) === count && field === 'id';
  if (Number(index) >= count && !isNext) return undefined;
  if (field === 'correct_responses') return pattern === undefined ? undefined : TEXT255;
  return field === undefined ? undefined : INTERACTION[field];
}
