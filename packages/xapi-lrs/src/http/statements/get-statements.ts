import { XapiError } from '../../xapi-error.ts';
import type { Answer, Call } from '../endpoint.ts';
import { answerPage } from './more-statements.ts';
import { isReadable } from './readable-authority.ts';
import { showStatements } from './show-statements.ts';
import { formOf, type StatementForm } from './statement-form.ts';
import { filterOf, type StatementId, statementIdOf } from './statement-query.ts';

/** One statement, or the first page of those that a filter finds (xAPI 1.0.3 part 3, 2.1.3). */
export async function getStatements(call: Call): Promise<Answer> {
  const form = formOf(call.parameters);
  const single = statementIdOf(call.parameters);
  if (single) return getStatement(call, form, single);
  const page = await call.store.findStatements(call.caller.tenant, filterOf(call));
  return answerPage(call, form, page);
}

async function getStatement(
  call: Call,
  form: StatementForm,
  { id, voided }: StatementId,
): Promise<Answer> {
  const found = await call.store.findStatement(call.caller.tenant, id);
  if (!found || found.voided !== voided || !isReadable(call.caller, found)) {
    throw new XapiError(404, {
      message: voided ? `No statement ${id} has been voided.` : `There is no statement ${id}.`,
    });
  }
  const answer = await showStatements(call, form, [found], ([json = '']) => json);
  return {
    ...answer,
    headers: { ...answer.headers, 'Last-Modified': found.stored.toUTCString() },
  };
}
