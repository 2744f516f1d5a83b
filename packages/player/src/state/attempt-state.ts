import { type EntryCodec, packEntries, unpackEntries } from './entries.ts';

/** One pass through the test, as far as it got. */
export interface AttemptState {
  /** 16 bits; orders the items when the test is shuffled. */
  seed: number;
  finished: boolean;
  answers: ReadonlyMap<string, SavedAnswer>;
}

export interface SavedAnswer {
  correct: boolean;
  /** Indexes of the chosen options, for the first 16 options of a choice. */
  chosen: readonly number[];
}

type AttemptHeader = Pick<AttemptState, 'seed' | 'finished'>;

const CODEC: EntryCodec<AttemptHeader, SavedAnswer> = {
  format: 2,
  writeHeader({ seed, finished }, out) {
    out.write(seed, 16);
    out.write(finished ? 1 : 0, 1);
  },
  readHeader: (from) => ({ seed: from.read(16), finished: from.read(1) === 1 }),
  writeEntry({ correct, chosen }, _header, out) {
    const mask = chosen.reduce((bits, index) => (index < 16 ? bits | (1 << index) : bits), 0);
    out.write(correct ? 1 : 0, 1);
    out.write(mask === 0 ? 0 : 1, 1);
    if (mask !== 0) out.write(mask, 16);
  },
  readEntry(_header, from) {
    const correct = from.read(1) === 1;
    const mask = from.read(1) === 1 ? from.read(16) : 0;
    return { correct, chosen: bitsOf(mask) };
  },
};

/** Never longer than `limit` characters; answers that do not fit will be asked again. */
export function packAttemptState(
  ids: readonly string[],
  { seed, finished, answers }: AttemptState,
  limit: number,
): string {
  const entries = [...answers];
  return packEntries(CODEC, { ids, header: { seed, finished }, entries, limit });
}

/** @throws StateError */
export function unpackAttemptState(ids: readonly string[], text: string): AttemptState {
  const { header, entries } = unpackEntries(CODEC, ids, text);
  return { ...header, answers: entries };
}

function bitsOf(mask: number): number[] {
  return Array.from({ length: 16 }, (_, i) => i).filter((i) => (mask >> i) & 1);
}
