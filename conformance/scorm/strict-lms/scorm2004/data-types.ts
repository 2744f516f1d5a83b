/** Whether a value has a data type of RTE 4.1.1. */
export type DataType = (value: string) => boolean;

const pattern =
  (shape: RegExp): DataType =>
  (value) =>
    shape.test(value);
const oneOf =
  (...words: string[]): DataType =>
  (value) =>
    words.includes(value);
const text =
  (longest: number): DataType =>
  (value) =>
    [...value].length <= longest;

const real = pattern(/^-?\d+(\.\d{1,7})?$/);
const within =
  (least: number, most: number): DataType =>
  (value) =>
    real(value) && Number(value) >= least && Number(value) <= most;
/** RFC 3986: nothing but what a URI may hold. */
const uri = pattern(/^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\dA-F]{2}){1,4000}$/i);
const shortIdentifier = pattern(/^[\w\-.~:/?#@!$&'()*+;=%]{1,250}$/);

export const cmi = {
  characterstring: text,
  real,
  within,
  uri,
  time: pattern(
    /^\d{4}-(0[1-9]|1[0-2])-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?(Z|[+-]\d\d(:\d\d)?)?$/,
  ),
  timeinterval: pattern(/^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/),
  completion: oneOf('completed', 'incomplete', 'not attempted', 'unknown'),
  success: oneOf('passed', 'failed', 'unknown'),
  exit: oneOf('time-out', 'suspend', 'logout', 'normal', ''),
  interactionType: oneOf(
    ...['true-false', 'choice', 'fill-in', 'long-fill-in', 'matching', 'performance'],
    ...['sequencing', 'likert', 'numeric', 'other'],
  ),
  result: (value: string) =>
    real(value) || ['correct', 'incorrect', 'unanticipated', 'neutral'].includes(value),
  navigation: oneOf('continue', 'previous', 'exit', 'exitAll', 'suspendAll', 'abandon', '_none_'),
};

/** RTE 4.2.9.1: the form of a response depends on the type of the interaction. */
export function isResponse(type: string, value: string): boolean {
  switch (type) {
    case 'choice': {
      const chosen = value === '' ? [] : value.split('[,]');
      return chosen.every(shortIdentifier) && new Set(chosen).size === chosen.length;
    }
    case 'fill-in':
      return value.split('[,]').length === 1 && isLocalized(value);
    case 'other':
      return text(4000)(value);
    default:
      return false;
  }
}

/** RTE 4.2.9.1, correct_responses.n.pattern. */
export function isPattern(type: string, value: string): boolean {
  const properties = /^(\{(case_matters|order_matters)=(true|false)\})*/;
  return isResponse(type, type === 'fill-in' ? value.replace(properties, '') : value);
}

/** RTE 4.1.1.7: whatever begins with a brace is taken as `{lang=...}`. */
function isLocalized(value: string): boolean {
  return text(250)(value.replace(/^\{lang=[\w-]+\}/, '')) && !/^\{(?!lang=)/.test(value);
}
