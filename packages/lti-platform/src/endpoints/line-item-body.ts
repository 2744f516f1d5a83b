import type { LineItem } from '../gradebook.ts';
import { Refusal } from '../http/answer.ts';
import { lineItemRules as rules } from '../rules/rules.ts';
import type { Violations } from '../violations.ts';

/** ISO 8601 with seconds and a zone. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;
const known = ['label', 'scoreMaximum', 'resourceId', 'tag', 'resourceLinkId'];
const dates = ['startDateTime', 'endDateTime'];

export type LineItemBody = Omit<LineItem, 'id' | 'courseId' | 'clientId'>;

/** AGS 2.0 3.2: what a tool may say of a line item; refuses everything else. */
export function readLineItem(body: string, violations: Violations): LineItemBody {
  const refuse = (rule: (typeof rules)[keyof typeof rules], detail: string): Refusal => {
    violations.record(rule, detail);
    return new Refusal(400, detail);
  };
  const value = parse(body);
  if (!value) throw refuse(rules.body, 'no JSON object');
  const { label, scoreMaximum } = value;
  if (typeof label !== 'string' || label.trim() === '') throw refuse(rules.label, `${label}`);
  if (typeof scoreMaximum !== 'number' || scoreMaximum <= 0) {
    throw refuse(rules.scoreMaximum, `${scoreMaximum}`);
  }
  for (const name of dates) {
    const date = value[name];
    if (date !== undefined && !(typeof date === 'string' && dateTime.test(date))) {
      throw refuse(rules.dates, `${name}: ${date}`);
    }
  }
  const text = (name: string) => {
    const given = value[name];
    if (given === undefined || given === null) return {};
    if (typeof given !== 'string') throw refuse(rules.body, `${name} is no text`);
    return { [name]: given };
  };
  const others = Object.entries(value).filter(
    ([name]) => ![...known, ...dates, 'id'].includes(name),
  );
  return {
    label,
    scoreMaximum,
    ...text('resourceId'),
    ...text('tag'),
    ...text('resourceLinkId'),
    ...text('startDateTime'),
    ...text('endDateTime'),
    ...(others.length > 0 && { extensions: Object.fromEntries(others) }),
  };
}

/** The JSON object of a body; undefined for anything else. */
export function parse(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}
