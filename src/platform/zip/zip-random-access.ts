import { read as readFd } from 'node:fs';
import { RandomAccessReader } from 'yauzl';

const WINDOW_BYTES = 256 * 1024;

/**
 * Reads a file for yauzl through a look-ahead window: a central directory of 30,000 entries is
 * 60,000 tiny reads otherwise. Offsets beyond 2^53, which a forged directory can ask for,
 * become errors; yauzl's own reader passes them to `fs.read`, which throws outside any promise.
 */
export class ZipRandomAccess extends RandomAccessReader {
  readonly #fd: number;
  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;

  constructor(fd: number) {
    super();
    this.#fd = fd;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (!Number.isSafeInteger(position) || position < 0) {
      setImmediate(callback, new Error(`offset ${position} is outside any file`));
      return;
    }
    const from = position - this.#windowStart;
    if (from >= 0 && from + length <= this.#window.length) {
      this.#window.copy(buffer, offset, from, from + length);
      queueMicrotask(() => callback(null, length));
      return;
    }
    const next = Buffer.allocUnsafe(Math.max(length, WINDOW_BYTES));
    readFd(this.#fd, next, 0, next.length, position, (error, bytesRead) => {
      if (error) return callback(error);
      this.#window = next.subarray(0, bytesRead);
      this.#windowStart = position;
      callback(null, this.#window.copy(buffer, offset, 0, length));
    });
  }
}
