/** Whether a value has a data type of RTE 3.4.4. */
export type DataType = (value: string) => boolean;

const text =
  (longest: number): DataType =>
  (value) =>
    value.length <= longest;
const oneOf =
  (...words: string[]): DataType =>
  (value) =>
    words.includes(value);

const pattern =
  (shape: RegExp): DataType =>
  (value) =>
    shape.test(value);

const decimal = pattern(/^-?\d+(\.\d+)?$/);

export const cmi = {
  string255: text(255),
  string4096: text(4096),
  identifier: pattern(/^[\w.-]{1,255}$/),
  decimal,
  /** RTE 3.4.4: a score is normalised to 0 to 100; it may be blank. */
  score: (value: string) =>
    value === '' || (decimal(value) && Number(value) >= 0 && Number(value) <= 100),
  time: pattern(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/),
  timespan: pattern(/^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/),
  status: oneOf('passed', 'completed', 'failed', 'incomplete', 'browsed'),
  exit: oneOf('time-out', 'suspend', 'logout', ''),
  interactionType: oneOf(
    'true-false',
    'choice',
    'fill-in',
    'matching',
    'performance',
    'sequencing',
    'likert',
    'numeric',
  ),
  result: (value: string) =>
    decimal(value) || ['correct', 'wrong', 'unanticipated', 'neutral'].includes(value),
} satisfies Record<string, DataType>;

/** RTE 3.4.4 CMIFeedback: its form depends on the type of the interaction. */
export function isFeedback(type: string, value: string): boolean {
  if (value.length > 255) return false;
  if (type === 'choice') return /^[a-z0-9](,[a-z0-9])*$|^\{[a-z0-9](,[a-z0-9])*\}$|^$/.test(value);
  if (type === 'numeric') return decimal(value);
  return true;
}
