import { type Static, Type } from 'typebox';

export const TransferReport = Type.Object({
  new: Type.Integer(),
  unchanged: Type.Integer({ description: 'statements that are here already' }),
  failed: Type.Integer(),
  problems: Type.Array(
    Type.Object({
      at: Type.String({ description: 'line of a file, or id of a statement' }),
      reason: Type.String(),
    }),
    { description: 'the first of those that failed' },
  ),
});
export type TransferReport = Static<typeof TransferReport>;

const PROBLEMS_MAX = 200;
const REASON_CHARACTERS = 500;

export const emptyReport = (): TransferReport => ({
  ...{ new: 0, unchanged: 0, failed: 0 },
  problems: [],
});

export function addReports(a: TransferReport, b: TransferReport): TransferReport {
  return {
    new: a.new + b.new,
    unchanged: a.unchanged + b.unchanged,
    failed: a.failed + b.failed,
    problems: [...a.problems, ...b.problems].slice(0, PROBLEMS_MAX),
  };
}

export const failedAt = (at: string, reason: string): TransferReport => ({
  ...{ new: 0, unchanged: 0, failed: 1 },
  // PostgreSQL's JSON holds no U+0000.
  problems: [{ at, reason: reason.slice(0, REASON_CHARACTERS).replaceAll('\0', '') }],
});
