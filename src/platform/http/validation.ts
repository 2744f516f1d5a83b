import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { TSchema } from 'typebox';
import { type InputError, Problem } from './problem.ts';

const MAX_ERRORS = 20;

// Bodies are taken as they are; text in paths and queries is turned into numbers and booleans.
const bodies = addFormats.default(
  new Ajv2020({ allErrors: true, strict: true, useDefaults: true }),
);
const texts = addFormats.default(
  new Ajv2020({ allErrors: true, strict: true, useDefaults: true, coerceTypes: 'array' }),
);

export type Check = (value: unknown) => unknown;

/** Compiles a schema into a check that returns the value or throws a 422 (400 outside the body). */
export function compileCheck(schema: TSchema, where: InputError['in']): Check {
  const validate: ValidateFunction = (where === 'body' ? bodies : texts).compile(schema);
  return (value) => {
    if (where !== 'body') refuseNul(value, where);
    if (validate(value)) return value;
    const errors = (validate.errors ?? []).filter(isTelling).slice(0, MAX_ERRORS);
    throw new Problem(where === 'body' ? 422 : 400, 'invalid_input', {
      detail: `The ${where} is not as documented: ${errors.map(sentence).join('; ')}`.slice(
        0,
        1000,
      ),
      errors: errors.map((error) => ({
        in: where,
        pointer: pointerOf(error),
        detail: detailOf(error),
      })),
    });
  };
}

/** PostgreSQL has no text with U+0000, and nothing in a path or query needs one. */
function refuseNul(value: unknown, where: InputError['in']): void {
  const found = Object.entries(Object(value)).find(([, text]) => String(text).includes('\0'));
  if (!found) return;
  const [name] = found;
  throw new Problem(400, 'invalid_input', {
    detail: `The ${where} is not as documented: /${name} has the character U+0000`,
    errors: [{ in: where, pointer: `/${name}`, detail: 'has the character U+0000' }],
  });
}

/** `anyOf` repeats what its branches have said already. */
function isTelling(error: ErrorObject, _: number, all: ErrorObject[]): boolean {
  return (
    all.length === 1 ||
    (error.keyword !== 'anyOf' && error.keyword !== 'const') ||
    all.every((e) => e.keyword === 'const' || e.keyword === 'anyOf')
  );
}

function pointerOf(error: ErrorObject): string {
  const missing = error.keyword === 'required' ? `/${error.params.missingProperty}` : '';
  const extra =
    error.keyword === 'additionalProperties' ? `/${error.params.additionalProperty}` : '';
  return error.instancePath + missing + extra;
}

function detailOf(error: ErrorObject): string {
  if (error.keyword === 'required') return 'is required';
  if (error.keyword === 'additionalProperties') return 'is not known here';
  if (error.keyword === 'enum') return `must be one of ${error.params.allowedValues.join(', ')}`;
  if (error.keyword === 'const') return `must be ${JSON.stringify(error.params.allowedValue)}`;
  return error.message ?? 'is not valid';
}

function sentence(error: ErrorObject): string {
  return `${pointerOf(error) || 'it'} ${detailOf(error)}`;
}
