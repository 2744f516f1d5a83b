export type DomainErrorCode =
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'version_mismatch'
  | 'prerequisite_cycle'
  | 'not_published'
  | 'forbidden';

/** What the core refuses; surfaces give it their own shape. `field` is a JSON pointer. */
export class DomainError extends Error {
  override name = 'DomainError';
  readonly code: DomainErrorCode;
  readonly field: string | undefined;
  constructor(code: DomainErrorCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}
