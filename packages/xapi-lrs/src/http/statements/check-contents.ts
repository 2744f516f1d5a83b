import { attachmentsOf, needsContent } from '../../rules/attachments.ts';
import type { Statement } from '../../rules/statement.ts';
import { XapiError } from '../../xapi-error.ts';

/** Hashes in lower case of all attachments of these statements: contents of others are refused. */
export function namedContents(statements: readonly Statement[]): ReadonlySet<string> {
  const attachments = statements.flatMap(attachmentsOf);
  return new Set(attachments.map(({ attachment }) => attachment.sha2.toLowerCase()));
}

/**
 * Attachments without fileUrl bring their content (xAPI 1.0.3 part 3, 1.5.2; 2.0 4.1.3).
 * @param contents by SHA-2 in lower case
 * @throws XapiError 400
 */
export function checkContents(
  statements: readonly Statement[],
  contents: ReadonlyMap<string, unknown>,
): void {
  for (const [index, statement] of statements.entries()) {
    for (const { attachment, pointer } of attachmentsOf(statement)) {
      const sha2 = attachment.sha2.toLowerCase();
      if (!needsContent(attachment) || contents.has(sha2)) continue;
      throw new XapiError(400, {
        message: 'The content of an attachment is missing.',
        statement: index,
        pointer,
        expected: `a part with X-Experience-API-Hash: ${sha2}, or a fileUrl`,
        requirement: 'xAPI 1.0.3 part 3, 1.5.2',
      });
    }
  }
}
