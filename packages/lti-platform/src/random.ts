/** Repeats itself for the same seed; not for secrets. */
export interface Random {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** Lower-case letters and digits. */
  text(length: number): string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const letter = () => LETTERS[Math.floor(fraction() * LETTERS.length)];
  return { fraction, text: (length) => Array.from({ length }, letter).join('') };
}
