import { checkUuid } from '../../rules/parameters.ts';
import type { Statement } from '../../rules/statement.ts';
import { checkStatement } from '../../rules/statement-rules.ts';
import { XapiError } from '../../xapi-error.ts';
import type { Answer, Call } from '../endpoint.ts';
import { parameterOf } from '../request/parameter.ts';
import { receiveStatements } from './receive-statements.ts';

/** Stores a statement under the id of the URL (xAPI 1.0.3 part 3, 2.1.1). */
export async function putStatement(call: Call): Promise<Answer> {
  const id = checkUuid(parameterOf(call.parameters, 'statementId'), 'statementId');
  const { consistentThrough } = await receiveStatements(call, {
    check: (input) => {
      const statement = checkStatement(input, call.version);
      checkId(statement, id);
      return [statement];
    },
    newId: () => id,
  });
  return { status: 204, consistentThrough };
}

function checkId(statement: Statement, id: string): void {
  if (statement.id === undefined || statement.id.toLowerCase() === id) return;
  throw new XapiError(400, {
    message: 'The statement has another id than statementId.',
    pointer: '/id',
    expected: id,
  });
}
