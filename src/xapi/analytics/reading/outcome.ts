import { Type } from 'typebox';
import { Nullable } from '../../../platform/http/shapes.ts';
import type { Outcome } from './series.store.ts';

const count = (description: string) => Type.Integer({ description });

export const outcomeProperties = {
  learners: count('different actors'),
  statements: Type.Integer(),
  started: count('statements that an attempt began (attempted, initialized)'),
  completed: count('statements that something was completed'),
  passed: Type.Integer(),
  failed: Type.Integer(),
  passRate: Nullable(
    Type.Number({ description: 'passed of passed and failed, 0 to 1; null: neither' }),
  ),
  averageScore: Nullable(Type.Number({ description: 'of scaled scores, -1 to 1; null: none' })),
  spentMs: count('time that results tell, in milliseconds'),
};

export function outcomeBody(outcome: Outcome | undefined) {
  if (!outcome) return { ...nothing };
  const { scored, scaledMillionths, ...counts } = outcome;
  const { passed, failed } = counts;
  return {
    ...counts,
    passRate: passed + failed > 0 ? passed / (passed + failed) : null,
    averageScore: scored > 0 ? scaledMillionths / scored / 1_000_000 : null,
  };
}

const nothing = {
  ...{ learners: 0, statements: 0, started: 0, completed: 0, passed: 0, failed: 0 },
  ...{ passRate: null, averageScore: null, spentMs: 0 },
};
