import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import { BlobError, type BlobErrorCode, type BlobOwner, type Blobs } from './blobs.ts';
import { openBlobs } from './open-blobs.ts';

const tenant = '0190a5a0-0000-7000-8000-000000000001';
const stranger = '0190a5a0-0000-7000-8000-000000000002';
const absent = 'a'.repeat(64);

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function codeOf(work: Promise<unknown>): Promise<BlobErrorCode | 'none'> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof BlobError) return error.code;
    throw error;
  }
}

async function listed(blobs: Blobs, tenantId: string): Promise<string[]> {
  const found: string[] = [];
  for await (const blob of blobs.list(tenantId)) found.push(`${blob.sha256} ${blob.bytes}`);
  return found.sort();
}

/** Chunks are made while they are read; what was handed out can be freed. */
async function* chunks(megabytes: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < megabytes * 4; i++) yield Buffer.alloc(256 * 1024, i % 251);
}

/** How far the process grew at most while the work ran, in MB. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  global.gc?.();
  const used = () => process.memoryUsage().arrayBuffers / 2 ** 20;
  const before = used();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, used());
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peak - before;
}

function behavesAsBlobs(open: (folder: string) => Promise<Blobs>): void {
  let folder: string;
  let blobs: Blobs;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blobs-'));
    blobs = await open(folder);
  });

  afterEach(async () => {
    await blobs.close();
    await rm(folder, { recursive: true });
  });

  const spooled = () => readdir(join(folder, 'spool'));

  it('gives back what was put, under its SHA-256', async () => {
    for (const bytes of [Buffer.from('x'), randomBytes(300_000), Buffer.alloc(0)]) {
      const stored = await blobs.put(tenant, Readable.from([bytes]));
      expect(stored).to.deep.equal({ sha256: sha256(bytes), bytes: bytes.length });
      const read = await buffer(await blobs.get(tenant, stored.sha256));
      expect(read.equals(bytes)).to.equal(true);
      expect(await blobs.stat(tenant, stored.sha256)).to.deep.equal(stored);
    }
    expect(await spooled()).to.deep.equal([]);
  });

  it('stores the same content once', async () => {
    const first = await blobs.put(tenant, Readable.from(['same']));
    expect(await blobs.put(tenant, Readable.from(['sa', 'me']))).to.deep.equal(first);
    expect(await listed(blobs, tenant)).to.deep.equal([`${first.sha256} 4`]);
  });

  it('takes a file over, of known and of unknown hash', async () => {
    for (const known of [undefined, sha256(Buffer.from('file'))]) {
      const path = join(folder, 'upload.bin');
      await writeFile(path, 'file');
      const stored = await blobs.putFile(tenant, path, known);
      expect((await buffer(await blobs.get(tenant, stored.sha256))).toString()).to.equal('file');
      expect(await stat(path).catch(() => 'gone')).to.equal('gone');
    }
  });

  it('refuses a file that does not have the hash it comes with, and leaves it', async () => {
    const path = join(folder, 'upload.bin');
    await writeFile(path, 'file');
    expect(await codeOf(blobs.putFile(tenant, path, absent))).to.equal('mismatch');
    expect(await codeOf(blobs.stat(tenant, absent))).to.equal('not_found');
    expect((await stat(path)).size).to.equal(4);
  });

  it('hands out ranges, both ends included', async () => {
    const { sha256: id } = await blobs.put(tenant, Readable.from(['0123456789']));
    const read = async (start: number, end?: number) => {
      const range = end === undefined ? { start } : { start, end };
      return (await buffer(await blobs.get(tenant, id, range))).toString();
    };
    expect(await read(2, 4)).to.equal('234');
    expect(await read(7)).to.equal('789');
    expect(await read(8, 99)).to.equal('89');
    for (const range of [{ start: 10 }, { start: -1 }, { start: 5, end: 4 }]) {
      expect(await codeOf(blobs.get(tenant, id, range)), JSON.stringify(range)).to.equal(
        'bad_range',
      );
    }
  });

  it('says that a blob is missing before the first byte', async () => {
    expect(await codeOf(blobs.get(tenant, absent))).to.equal('not_found');
    expect(await codeOf(blobs.stat(tenant, absent))).to.equal('not_found');
    expect(await codeOf(blobs.delete(tenant, absent))).to.equal('none');
  });

  it("does not find another tenant's blob, and does not delete it", async () => {
    const { sha256: id } = await blobs.put(tenant, Readable.from(['mine']));
    expect(await codeOf(blobs.get(stranger, id))).to.equal('not_found');
    expect(await codeOf(blobs.stat(stranger, id))).to.equal('not_found');
    await blobs.delete(stranger, id);
    expect(await listed(blobs, stranger)).to.deep.equal([]);
    expect((await blobs.stat(tenant, id)).bytes).to.equal(4);
  });

  it("keeps what is a job's apart from the same content of its tenant and of other jobs", async () => {
    const [job, other] = [
      { tenantId: tenant, jobId: stranger },
      { tenantId: tenant, jobId: tenant },
    ];
    const put = (owner: BlobOwner) => blobs.put(owner, Readable.from(['same']));
    const { sha256: id } = await put(job);
    expect(await codeOf(blobs.get(tenant, id))).to.equal('not_found');
    expect(await listed(blobs, tenant)).to.deep.equal([]);
    await put(tenant);
    await put(other);
    expect(await listed(blobs, tenant)).to.deep.equal([`${id} 4`]);
    await blobs.delete(job, id);
    expect(await codeOf(blobs.get(job, id))).to.equal('not_found');
    for (const owner of [tenant, other]) {
      expect((await buffer(await blobs.get(owner, id))).toString()).to.equal('same');
    }
  });

  it('refuses ids and hashes of any other form', async () => {
    for (const hash of [
      '',
      '../../../etc/passwd',
      absent.toUpperCase(),
      `${absent}a`,
      `${absent}\n`,
    ]) {
      expect(await codeOf(blobs.get(tenant, hash)), hash).to.equal('bad_address');
      expect(await codeOf(blobs.delete(tenant, hash)), hash).to.equal('bad_address');
      expect(await codeOf(blobs.putFile(tenant, 'unread', hash)), hash).to.equal('bad_address');
    }
    for (const id of ['', '..', `${tenant}/..`, 'tenant']) {
      expect(await codeOf(blobs.get(id, absent)), id).to.equal('bad_address');
      expect(await codeOf(blobs.put(id, Readable.from(['x']))), id).to.equal('bad_address');
      expect(await codeOf(listed(blobs, id)), id).to.equal('bad_address');
    }
    for (const jobId of ['', '..', '../x']) {
      const owner = { tenantId: tenant, jobId };
      expect(await codeOf(blobs.get(owner, absent)), jobId).to.equal('bad_address');
      expect(await codeOf(blobs.put(owner, Readable.from(['x']))), jobId).to.equal('bad_address');
    }
    expect(await spooled()).to.deep.equal([]);
  });

  it('deletes, and lists what is left with its age', async () => {
    // Some keep the time in whole seconds.
    const before = Date.now() - 1_000;
    const kept = await blobs.put(tenant, Readable.from(['kept']));
    const gone = await blobs.put(tenant, Readable.from(['gone']));
    await blobs.delete(tenant, gone.sha256);
    expect(await codeOf(blobs.get(tenant, gone.sha256))).to.equal('not_found');
    for await (const { sha256: id, storedAt } of blobs.list(tenant)) {
      expect(id).to.equal(kept.sha256);
      expect(storedAt.getTime()).to.be.within(before, Date.now() + 1_000);
    }
  });

  it('stores nothing when the source fails half-way', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield 'half';
      throw new Error('connection lost');
    }
    const outcome = await blobs.put(tenant, Readable.from(broken())).catch(String);
    expect(outcome).to.equal('Error: connection lost');
    expect(await listed(blobs, tenant)).to.deep.equal([]);
    expect(await spooled()).to.deep.equal([]);
  });

  it('streams 128 MB in and out with flat memory', async () => {
    let id = '';
    const inward = await growth(async () => {
      id = (await blobs.put(tenant, Readable.from(chunks(128)))).sha256;
    });
    let bytes = 0;
    const outward = await growth(async () => {
      await pipeline(await blobs.get(tenant, id), async (parts) => {
        for await (const part of parts) bytes += part.length;
      });
    });
    expect(bytes).to.equal(128 * 2 ** 20);
    // Buffers that wait for the garbage collector come to some 64 MB.
    expect(inward).to.be.below(100);
    expect(outward).to.be.below(100);
  });

  it('clears what a process that died a day ago left in the spool', async () => {
    const left = join(folder, 'spool', 'left');
    const recent = join(folder, 'spool', 'recent');
    await writeFile(left, 'x');
    await writeFile(recent, 'x');
    const longAgo = new Date(Date.now() - 25 * 3600 * 1000);
    await utimes(left, longAgo, longAgo);
    await (await open(folder)).close();
    expect(await spooled()).to.deep.equal(['recent']);
  });
}

describe('blobs in a folder', () => {
  behavesAsBlobs((folder) => openBlobs(folder, join(folder, 'unused')));
});

describe('blobs on S3', function () {
  this.timeout(60_000);
  let server: ChildProcess;
  let data: string;
  let endpoint: string;

  before(async () => {
    data = await mkdtemp(join(tmpdir(), 's3-'));
    const command = createRequire(import.meta.url).resolve('s3rver/bin/s3rver.js');
    const args = ['--directory', data, '--port', '0', '--silent', '--configure-bucket', 'hub'];
    server = spawn(process.execPath, [command, ...args, '--no-vhost-buckets'], { stdio: 'pipe' });
    server.stderr?.pipe(process.stderr);
    let output = '';
    while (!endpoint) {
      if (!server.stdout) throw new Error('s3rver has no output');
      const [chunk] = await once(server.stdout, 'data');
      output += chunk;
      const port = /listening on \S+:(\d+)/.exec(output)?.[1];
      if (port) endpoint = `http://127.0.0.1:${port}`;
    }
  });

  after(async () => {
    server.kill();
    await once(server, 'exit');
    await rm(data, { recursive: true });
  });

  it('leaves nothing in the spool when the storage refuses, and keeps a file it did not store', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'blobs-'));
    const url = `s3://S3RVER:S3RVER@absent?endpoint=${endpoint}&forcePathStyle=true`;
    const blobs = await openBlobs(url, join(folder, 'spool'));
    const path = join(folder, 'upload.bin');
    await writeFile(path, 'file');
    for (const work of [blobs.put(tenant, Readable.from(['x'])), blobs.putFile(tenant, path)]) {
      expect(await work.catch((error: Error) => error.name)).to.equal('NoSuchBucket');
    }
    expect(await readdir(join(folder, 'spool'))).to.deep.equal([]);
    expect((await stat(path)).size).to.equal(4);
    await blobs.close();
    await rm(folder, { recursive: true });
  });

  behavesAsBlobs((folder) => {
    const query = `endpoint=${encodeURIComponent(endpoint)}&region=us-east-1&forcePathStyle=true`;
    const url = `s3://S3RVER:S3RVER@hub/${folder.slice(-6)}?${query}`;
    return openBlobs(url, join(folder, 'spool'));
  });
});
