import type { ImportBatch, ImportProblem } from '../import-source.ts';

const MOST_PROBLEMS = 1000;

export interface ProblemLog {
  failed(at: string, reason: string): void;
  warn(at: string, reason: string): void;
  /** What was added since the last call, as batches. */
  flush(): ImportBatch[];
  /** The last of it, with a count of what was too much to list. */
  finish(): ImportBatch[];
}

/** Keeps a file of nothing but mistakes from filling memory and report. */
export function createProblemLog(): ProblemLog {
  let pending: ImportProblem[] = [];
  let count = 0;
  const left: Record<ImportProblem['severity'], number> = { failed: 0, warning: 0 };
  const add = (severity: ImportProblem['severity'], at: string, reason: string) => {
    count += 1;
    if (count <= MOST_PROBLEMS) pending.push({ at, severity, reason });
    else left[severity] += 1;
  };
  const flush = (): ImportBatch[] => {
    const problems = pending;
    pending = [];
    return problems.length > 0 ? [{ type: 'problems', problems }] : [];
  };
  return {
    failed: (at, reason) => add('failed', at, reason),
    warn: (at, reason) => add('warning', at, reason),
    flush,
    finish: () => {
      const { failed, warning } = left;
      if (failed + warning > 0) {
        pending.push({
          at: 'further rows',
          severity: failed > 0 ? 'failed' : 'warning',
          reason: `${failed} more failed and ${warning} more have warnings`,
        });
      }
      return flush();
    },
  };
}
