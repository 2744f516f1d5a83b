import { Decompress } from 'fzstd';
import { ImportRefusedError } from '../../../platform/files/import-refused-error.ts';
import { watchZstdFrame } from './zstd-frame.ts';

/**
 * Unpacks one Zstandard frame piece by piece. Anki's frames carry no content size, so the budget
 * is checked while unpacking.
 * @throws {ImportRefusedError} `too_large`, `damaged_zstd`.
 */
export async function* unzstd(
  packed: AsyncIterable<Uint8Array>,
  { name, maxBytes }: { name: string; maxBytes: number },
): AsyncGenerator<Uint8Array> {
  const watch = watchZstdFrame();
  let ready: Uint8Array[] = [];
  let bytes = 0;
  const decoder = new Decompress((chunk) => {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(name, maxBytes);
    // fzstd reuses no memory it handed out, except a view of its input for stored blocks.
    ready.push(chunk.slice());
  });
  const push = (piece: Uint8Array | undefined) => {
    try {
      watch(piece);
      // fzstd holds back a frame of under 18 bytes until it is told that nothing follows.
      decoder.push(piece ?? new Uint8Array(), piece === undefined);
    } catch (error) {
      throw error instanceof ImportRefusedError ? error : damaged(name, error);
    }
  };
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += 65_536) {
      push(chunk.subarray(at, at + 65_536));
      yield* ready;
      ready = [];
    }
  }
  push(undefined);
  yield* ready;
}

function tooLarge(name: string, maxBytes: number): ImportRefusedError {
  return new ImportRefusedError('too_large', `"${name}" unpacks to more than ${maxBytes} bytes.`);
}

function damaged(name: string, cause: unknown): ImportRefusedError {
  return new ImportRefusedError('damaged_zstd', `"${name}" is truncated or damaged.`, { cause });
}
