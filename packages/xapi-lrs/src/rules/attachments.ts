import type { Attachment, Statement } from './statement.ts';

export const signatureUsageType = 'http://adlnet.gov/expapi/attachments/signature';

/** An attachment and where it stands in its statement, as a JSON Pointer. */
export interface PlacedAttachment {
  attachment: Attachment;
  pointer: string;
}

/** Attachments of a statement and of its SubStatement, in the order of the document. */
export function attachmentsOf(statement: Statement): PlacedAttachment[] {
  const { attachments = [], object } = statement;
  const placed = attachments.map((attachment, index) => ({
    attachment,
    pointer: `/attachments/${index}`,
  }));
  if (object.objectType !== 'SubStatement') return placed;
  const inner = object.attachments ?? [];
  return [
    ...placed,
    ...inner.map((attachment, index) => ({
      attachment,
      pointer: `/object/attachments/${index}`,
    })),
  ];
}

/** Whether its content has to come with the statement (xAPI 1.0.3 data 2.4.11). */
export function needsContent(attachment: Attachment): boolean {
  return attachment.fileUrl === undefined;
}

/** Whether its content is a signature of the statement. */
export function isSignature(attachment: Attachment): boolean {
  return attachment.usageType === signatureUsageType;
}

export type Digest = 'sha224' | 'sha256' | 'sha384' | 'sha512';

const digestsByLength: Record<number, Digest> = {
  56: 'sha224',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};

/** The SHA-2 function, as node:crypto names it, that gives hashes of this length; undefined if none. */
export function digestOf(sha2: string): Digest | undefined {
  return digestsByLength[sha2.length];
}
