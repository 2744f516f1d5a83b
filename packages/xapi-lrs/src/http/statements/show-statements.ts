import { activitiesOf, canonicalOf, idsOf } from '../../rules/formats.ts';
import type { Statement } from '../../rules/statement.ts';
import type { StoredStatement } from '../../store.ts';
import type { Answer, Call } from '../endpoint.ts';
import { multipartAnswer } from '../multipart/multipart-answer.ts';
import type { StatementForm } from './statement-form.ts';
import { storedContents } from './stored-contents.ts';

/**
 * Statements in the format asked for, with the content of their attachments if asked for.
 * @param write makes the JSON text of the answer from those of the statements
 */
export async function showStatements(
  call: Call,
  { format, attachments }: StatementForm,
  stored: readonly StoredStatement[],
  write: (jsons: readonly string[]) => string,
): Promise<Answer> {
  const text = write(await formatted(call, format, stored));
  if (!attachments) {
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body: text };
  }
  return multipartAnswer(text, storedContents(call, stored));
}

async function formatted(
  call: Call,
  format: StatementForm['format'],
  stored: readonly StoredStatement[],
): Promise<string[]> {
  if (format === 'exact') return stored.map(({ json }) => json);
  const statements = stored.map(({ json }): Statement => JSON.parse(json));
  if (format === 'ids') return statements.map((statement) => JSON.stringify(idsOf(statement)));
  const activityIds = new Set(statements.flatMap(activitiesOf));
  const definitions = await call.store.findDefinitions(call.caller.tenant, [...activityIds]);
  const languages = call.request.header('accept-language') || undefined;
  return statements.map((statement) =>
    JSON.stringify(canonicalOf(statement, languages, (id) => definitions.get(id))),
  );
}
