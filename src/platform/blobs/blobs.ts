import type { Readable } from 'node:stream';

/** `get` hands this much out at most: bytes `start` to `end`, both included, as in HTTP. */
export interface ByteRange {
  start: number;
  /** Default: to the end; beyond the end counts as the end. */
  end?: number;
}

export interface StoredBlob {
  /** 64 hexadecimal digits in lower case. */
  sha256: string;
  bytes: number;
}

export interface ListedBlob extends StoredBlob {
  /** When it was last stored; storing the same content again renews it. */
  storedAt: Date;
}

/**
 * A tenant's id, for what stays; or with the id of an import or export, for what that one alone
 * uses: nobody else can come to need it, so it can be deleted without asking. Ids are UUIDs.
 */
export type BlobOwner = string | { tenantId: string; jobId: string };

/**
 * Content-addressed storage, separate for each owner. Contents are streamed, never held whole in
 * memory. All methods throw `BlobError`; `bad_address` for an id or
 * hash in another form.
 */
export interface Blobs {
  /** Durable when it resolves. The same content again stores nothing new. */
  put(owner: BlobOwner, source: Readable): Promise<StoredBlob>;
  /**
   * Takes the file over: it is gone when this resolves.
   * @param sha256 what its hash must be, else `mismatch`
   */
  putFile(owner: BlobOwner, path: string, sha256?: string): Promise<StoredBlob>;
  /** Throws `not_found` or `bad_range` before the first byte. */
  get(owner: BlobOwner, sha256: string, range?: ByteRange): Promise<Readable>;
  /** Throws `not_found`. */
  stat(owner: BlobOwner, sha256: string): Promise<StoredBlob>;
  /** Deleting what is not there is fine. */
  delete(owner: BlobOwner, sha256: string): Promise<void>;
  /** What stays, in no order. To collect garbage, spare what was stored since the references were read. */
  list(tenantId: string): AsyncIterable<ListedBlob>;
  /** Everything of the tenant, that of imports and exports too. */
  deleteTenant(tenantId: string): Promise<void>;
  close(): Promise<void>;
}

export type BlobErrorCode = 'not_found' | 'bad_address' | 'bad_range' | 'mismatch';

const messages: Record<BlobErrorCode, string> = {
  not_found: 'There is no such blob',
  bad_address: 'A blob is addressed by its owner and 64 hexadecimal digits in lower case',
  bad_range: 'The range lies outside the blob',
  mismatch: 'The content does not have the hash it was given under',
};

export class BlobError extends Error {
  override readonly name = 'BlobError';
  readonly code: BlobErrorCode;
  constructor(code: BlobErrorCode) {
    super(messages[code]);
    this.code = code;
  }
}
