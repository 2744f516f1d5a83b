import { extensions } from './extensions.ts';
import { type Fault, fault, misfit, type Rule, under } from './rule.ts';
import { shape } from './shape.ts';
import { boolean, duration, number, text } from './value-rules.ts';

const scaled: Rule = (value) =>
  typeof value === 'number' && value >= -1 && value <= 1
    ? undefined
    : misfit(value, 'a number from -1 to 1', 'XAPI-00083');

function checkRange({ raw, min, max }: Record<string, unknown>): Fault | undefined {
  if (typeof min === 'number' && typeof max === 'number' && min >= max) {
    return under('max', fault(`is ${max}`, `more than "min", which is ${min}`, 'XAPI-00080'));
  }
  if (typeof raw !== 'number') return undefined;
  if (typeof min === 'number' && raw < min) {
    return under('raw', fault(`is ${raw}`, `at least ${min}`, 'XAPI-00082'));
  }
  if (typeof max === 'number' && raw > max) {
    return under('raw', fault(`is ${raw}`, `at most ${max}`, 'XAPI-00082'));
  }
  return undefined;
}

const score = shape({
  name: 'a score',
  requirement: 'XAPI-00079',
  properties: {
    scaled,
    raw: number('XAPI-00082'),
    min: number('XAPI-00081'),
    max: number('XAPI-00080'),
  },
  across: [checkRange],
});

/** xAPI 1.0.3 data 2.4.5. */
export const result = shape({
  name: 'a result',
  requirement: 'XAPI-00006',
  properties: {
    score,
    success: boolean('XAPI-00074'),
    completion: boolean('XAPI-00075'),
    response: text('XAPI-00076'),
    duration: duration('XAPI-00077'),
    extensions: extensions('XAPI-00078'),
  },
});
