import { type BitReader, type BitWriter, bitReader, bitWriter, StateError } from './bits.ts';
import { slotsOf } from './slots.ts';

/** How one kind of state is written; `format` is its name in the first character. */
export interface EntryCodec<H, E> {
  format: number;
  writeHeader(header: H, out: BitWriter): void;
  readHeader(from: BitReader): H;
  writeEntry(entry: E, header: H, out: BitWriter): void;
  readEntry(header: H, from: BitReader): E;
}

export interface PackedInput<H, E> {
  /** All items of the content, not only those with an entry. */
  ids: readonly string[];
  header: H;
  /** The ones to keep first come first. */
  entries: readonly (readonly [id: string, entry: E])[];
  /** Most characters that may be written. */
  limit: number;
}

const WIDEST = 31;
const CHECK_BITS = 12;

/**
 * Packs entries by item identity: sorted by slot, each as the Golomb-Rice coded distance from the
 * slot before, then its own bits. Slots are as wide as the limit allows, so identity is close to
 * certain in ordinary decks and degrades only in full ones (see README, "Saved state"). Entries
 * that do not fit even so are left out, the last ones first.
 */
export function packEntries<H, E>(codec: EntryCodec<H, E>, input: PackedInput<H, E>): string {
  const narrowest = Math.ceil(Math.log2(input.ids.length + 1));
  let entries = input.entries.slice(0, input.limit * 6);
  for (let width = WIDEST; ; ) {
    const text = packAt(width, codec, { ...input, entries });
    const excess = (text.length - input.limit) * 6;
    if (excess <= 0) return text;
    if (entries.length === 0) return '';
    // One bit less in each slot saves about one bit an entry.
    if (width > narrowest) width = Math.max(narrowest, width - Math.ceil(excess / entries.length));
    else entries = entries.slice(0, Math.floor((entries.length * input.limit) / text.length));
  }
}

function packAt<H, E>(width: number, codec: EntryCodec<H, E>, input: PackedInput<H, E>): string {
  const slots = slotsOf(input.ids, width);
  const entries = input.entries
    .flatMap(([id, entry]) => {
      const slot = slots.get(id);
      return slot === undefined ? [] : [{ slot, entry }];
    })
    .sort((a, b) => a.slot - b.slot);
  const out = bitWriter();
  out.write(codec.format, 6);
  out.write(width, 5);
  out.write(entries.length, 16);
  codec.writeHeader(input.header, out);
  const rice = riceBits(width, entries.length);
  let last = -1;
  for (const { slot, entry } of entries) {
    writeGap(slot - last - 1, rice, out);
    codec.writeEntry(entry, input.header, out);
    last = slot;
  }
  const text = out.text();
  const check = bitWriter();
  check.write(checksum(text), CHECK_BITS);
  return text + check.text();
}

/** @throws StateError when the text is not such a state, or was cut off or changed. */
export function unpackEntries<H, E>(
  codec: EntryCodec<H, E>,
  ids: readonly string[],
  text: string,
): { header: H; entries: Map<string, E> } {
  const body = text.slice(0, -CHECK_BITS / 6);
  if (bitReader(text.slice(body.length)).read(CHECK_BITS) !== checksum(body)) {
    throw new StateError('state was cut off or changed');
  }
  const from = bitReader(body);
  if (from.read(6) !== codec.format) throw new StateError('another kind of state');
  const width = from.read(5);
  const count = from.read(16);
  const header = codec.readHeader(from);
  const idAt = new Map([...slotsOf(ids, width)].map(([id, slot]) => [slot, id]));
  const rice = riceBits(width, count);
  const entries = new Map<string, E>();
  let slot = -1;
  for (let i = 0; i < count; i++) {
    slot += readGap(rice, from) + 1;
    const entry = codec.readEntry(header, from);
    const id = idAt.get(slot);
    if (id !== undefined) entries.set(id, entry);
  }
  return { header, entries };
}

/** Best Rice parameter for `count` slots spread evenly over 2^width. */
function riceBits(width: number, count: number): number {
  return Math.max(0, Math.floor(width - Math.log2(Math.max(count, 1)) - 0.5));
}

function writeGap(gap: number, rice: number, out: BitWriter): void {
  for (let rest = Math.floor(gap / 2 ** rice); rest > 0; rest--) out.write(1, 1);
  out.write(0, 1);
  out.write(gap, rice);
}

function readGap(rice: number, from: BitReader): number {
  let high = 0;
  while (from.read(1) === 1) high++;
  return high * 2 ** rice + from.read(rice);
}

function checksum(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (Math.imul(sum, 31) + text.charCodeAt(i)) | 0;
  return (sum ^ (sum >>> 12) ^ (sum >>> 24)) & 0xfff;
}
