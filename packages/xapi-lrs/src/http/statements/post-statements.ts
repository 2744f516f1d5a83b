import { randomUUID } from 'node:crypto';
import { checkStatements } from '../../rules/statement-rules.ts';
import { XapiError } from '../../xapi-error.ts';
import type { Answer, Call } from '../endpoint.ts';
import { receiveStatements } from './receive-statements.ts';

/** Stores one statement or a batch, and answers the ids (xAPI 1.0.3 part 3, 2.1.2). */
export async function postStatements(call: Call): Promise<Answer> {
  const { ids, consistentThrough } = await receiveStatements(call, {
    check: (input) => {
      checkBatch(input, call.limits.batch);
      return checkStatements(input, call.version);
    },
    newId: randomUUID,
  });
  return { status: 200, json: ids, consistentThrough };
}

function checkBatch(input: unknown, limit: number): void {
  if (!Array.isArray(input) || input.length <= limit) return;
  throw new XapiError(413, {
    message: `A batch may have ${limit} statements at most; this one has ${input.length}.`,
    expected: 'smaller batches',
  });
}
