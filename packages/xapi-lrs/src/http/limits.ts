/** What one request may ask of the LRS. */
export interface Limits {
  /** Bytes of statements (without attachments) or of a document. */
  bodyBytes: number;
  /** Statements in a POST. */
  batch: number;
  /** Bytes of all attachments of a request. */
  attachmentBytes: number;
  /** Statements on a page, whatever `limit` asks for. */
  page: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 16 * 1024 * 1024,
  batch: 1_000,
  attachmentBytes: 512 * 1024 * 1024,
  page: 200,
};
