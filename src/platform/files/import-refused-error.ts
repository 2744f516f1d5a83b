/** Why a file was refused as a whole; nothing of it is stored. `code` is stable, for programs. */
export class ImportRefusedError extends Error {
  override name = 'ImportRefusedError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
