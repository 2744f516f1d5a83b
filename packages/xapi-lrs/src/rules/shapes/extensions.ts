import { isIri } from '../values/iri.ts';
import { type Fault, fault, isObject, misfit, type Rule, under } from './rule.ts';

/** Levels of arrays and objects in the value of an extension; more are refused, not to run out of stack. */
const deepestExtension = 100;

/** Any JSON by IRI (xAPI 1.0.3 data 4.1): the values are free, but for what cannot be kept. */
export function extensions(requirement: string): Rule {
  return (value) => {
    if (!isObject(value)) return misfit(value, 'an object with IRIs as keys', requirement);
    for (const key of Object.keys(value)) {
      if (!isIri(key)) {
        return under(key, fault('is no IRI', 'an IRI as key', 'XAPI-00118'));
      }
      const broken = brokenValue(value[key], deepestExtension);
      if (broken !== undefined) return under(key, broken);
    }
    return undefined;
  };
}

function brokenValue(value: unknown, levels: number): Fault | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? undefined
      : fault('is a number that no double holds', 'a number of at most 1.8e308', 'XAPI-00002');
  }
  if (typeof value !== 'object') return misfit(value, 'a JSON value', 'XAPI-00014');
  if (levels === 0) {
    return fault('is nested too deep', `at most ${deepestExtension} levels`, 'data 4.1');
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const broken = brokenValue(value[index], levels - 1);
      if (broken !== undefined) return under(index, broken);
    }
    return undefined;
  }
  for (const [key, inner] of Object.entries(value)) {
    const broken = brokenValue(inner, levels - 1);
    if (broken !== undefined) return under(key, broken);
  }
  return undefined;
}
