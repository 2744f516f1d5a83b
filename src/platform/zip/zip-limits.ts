/** What a zip may ask for before it is refused. All sizes in bytes, after unpacking. */
export interface ZipLimits {
  entries: number;
  totalBytes: number;
  entryBytes: number;
  /** Unpacked : packed, for entries over `RATIO_FLOOR_BYTES`. Deflate itself reaches 1032 : 1. */
  ratio: number;
}

const GIB = 1024 ** 3;

/** Room for an Anki collection with all its media. */
export const DEFAULT_ZIP_LIMITS: ZipLimits = {
  entries: 100_000,
  totalBytes: 4 * GIB,
  entryBytes: 2 * GIB,
  ratio: 250,
};

/** Small entries may shrink as far as they like; together they are held by `totalBytes`. */
export const RATIO_FLOOR_BYTES = 1024 * 1024;
