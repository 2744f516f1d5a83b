/** Six bits a character, all of them printable ASCII, so that any LMS keeps them as they are. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export interface BitWriter {
  /** Bits written so far. */
  length(): number;
  /** The lowest `bits` bits of `value`, at most 32. */
  write(value: number, bits: number): void;
  text(): string;
}

export function bitWriter(): BitWriter {
  let text = '';
  let pending = 0;
  let filled = 0;
  return {
    length: () => text.length * 6 + filled,
    write(value, bits) {
      for (let bit = bits - 1; bit >= 0; bit--) {
        pending = (pending << 1) | ((value >>> bit) & 1);
        if (++filled === 6) {
          text += ALPHABET.charAt(pending);
          pending = 0;
          filled = 0;
        }
      }
    },
    text: () => (filled === 0 ? text : text + ALPHABET.charAt(pending << (6 - filled))),
  };
}

export interface BitReader {
  /** @throws StateError past the end, or on a character that was never written. */
  read(bits: number): number;
}

export function bitReader(text: string): BitReader {
  let position = 0;
  return {
    read(bits) {
      let value = 0;
      for (let i = 0; i < bits; i++, position++) {
        const character = text.charAt(Math.floor(position / 6));
        const six = character === '' ? -1 : ALPHABET.indexOf(character);
        if (six < 0) throw new StateError('unreadable state');
        value = (value << 1) | ((six >>> (5 - (position % 6))) & 1);
      }
      return value >>> 0;
    },
  };
}

/** Saved state that is not ours, was cut off, or was changed on its way. */
export class StateError extends Error {
  override name = 'StateError';
}
