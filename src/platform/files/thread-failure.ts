import { ImportRefusedError } from './import-refused-error.ts';

/** Why a thread that reads a file gives up, as a message of it. */
export interface ThreadFailure {
  type: 'failed';
  /** Code of an `ImportRefusedError`. */
  refusal?: string;
  message: string;
  stack?: string;
}

/** Errors lose their class between threads. */
export function toFailure(error: unknown): ThreadFailure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return error instanceof ImportRefusedError
    ? { type: 'failed', refusal: error.code, message }
    : { type: 'failed', message, ...(stack && { stack }) };
}

export function fromFailure({ refusal, message, stack }: ThreadFailure): Error {
  if (refusal !== undefined) return new ImportRefusedError(refusal, message);
  const error = new Error(message);
  if (stack) error.stack = stack;
  return error;
}
