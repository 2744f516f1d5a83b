import type { StatementPage } from '../../store.ts';
import { XapiError } from '../../xapi-error.ts';
import type { Answer, Call } from '../endpoint.ts';
import { parameterOf } from '../request/parameter.ts';
import { isReadable } from './readable-authority.ts';
import { showStatements } from './show-statements.ts';
import { formats, type StatementForm } from './statement-form.ts';

/** The next page, as the `more` of the one before asks for it. */
export async function getMoreStatements(call: Call): Promise<Answer> {
  const asked = readToken(parameterOf(call.parameters, 'page'));
  const page = asked && (await call.store.continueStatements(call.caller.tenant, asked.cursor));
  if (!asked || !page?.statements.every((statement) => isReadable(call.caller, statement))) {
    throw new XapiError(400, {
      message: 'This page was not given to this credential.',
      expected: 'the address in `more`, as it was given',
    });
  }
  return answerPage(call, asked, page);
}

/** A StatementResult. */
export async function answerPage(
  call: Call,
  form: StatementForm,
  { statements, next }: StatementPage,
): Promise<Answer> {
  const more = next === undefined ? '' : moreOf(call.request.path, form, next);
  return showStatements(
    call,
    form,
    statements,
    (jsons) => `{"statements":[${jsons.join()}],"more":${JSON.stringify(more)}}`,
  );
}

/** Relative to the host, with the whole path (xAPI 1.0.3 part 2, 2.5). */
function moreOf(path: string, { format, attachments }: StatementForm, cursor: string): string {
  const token = Buffer.from(JSON.stringify({ format, attachments, cursor })).toString('base64url');
  return `${path.replace(/\/+statements(\/more)?\/*$/, '/statements/more')}?page=${token}`;
}

/** The cursor is the store's, which knows its own from others; the form is free to choose. */
function readToken(token: string): (StatementForm & { cursor: string }) | undefined {
  try {
    const given = JSON.parse(Buffer.from(token, 'base64url').toString());
    const format = formats.find((known) => known === given.format);
    if (!format || typeof given.cursor !== 'string') return undefined;
    return { format, attachments: given.attachments === true, cursor: given.cursor };
  } catch {
    return undefined;
  }
}
