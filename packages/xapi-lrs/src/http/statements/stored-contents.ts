import { attachmentsOf, digestOf } from '../../rules/attachments.ts';
import type { Attachment, Statement } from '../../rules/statement.ts';
import type { StoredStatement } from '../../store.ts';
import type { Call } from '../endpoint.ts';
import type { OutgoingPart } from '../multipart/multipart-answer.ts';

/** Contents of the attachments of these statements, each once; those that are elsewhere are left out. */
export async function* storedContents(
  { attachments, caller }: Call,
  stored: readonly StoredStatement[],
): AsyncGenerator<OutgoingPart> {
  for (const [sha2, { contentType }] of attachmentsBySha2(stored)) {
    const content = await attachments.get(caller.tenant, sha2);
    if (!content) continue;
    yield {
      headers: {
        'Content-Type': contentType,
        'Content-Transfer-Encoding': 'binary',
        'X-Experience-API-Hash': sha2,
      },
      content,
    };
  }
}

function attachmentsBySha2(stored: readonly StoredStatement[]): Map<string, Attachment> {
  const found = new Map<string, Attachment>();
  for (const { json } of stored) {
    const statement: Statement = JSON.parse(json);
    for (const { attachment } of attachmentsOf(statement)) {
      const sha2 = attachment.sha2.toLowerCase();
      if (digestOf(sha2)) found.set(sha2, attachment);
    }
  }
  return found;
}
