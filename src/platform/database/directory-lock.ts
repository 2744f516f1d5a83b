import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

export interface LockOwner {
  pid: number;
  host: string;
  /** Kernel start time of the process, so that a recycled pid is not taken for the owner. */
  startedAt: string;
  /** Where the owner listens, for the command line. */
  url?: string;
}

/** Another living process has the data directory open. */
export class DirectoryLockedError extends Error {
  override name = 'DirectoryLockedError';
  readonly owner: LockOwner;
  constructor(dir: string, owner: LockOwner) {
    const where = owner.url ? ` and listens on ${owner.url}` : '';
    super(
      `${dir} is in use by process ${owner.pid} on ${owner.host}${where}. The embedded database takes one process at a time: stop that one, or give this one another DATA_DIR.`,
    );
    this.owner = owner;
  }
}

export interface DirectoryLock {
  release(): Promise<void>;
}

const HEARTBEAT_MS = 5_000;
/** A lock from another host (a container that is gone) counts as stale after this silence. */
const FOREIGN_STALE_MS = 30_000;

function startTime(pid: number): string | undefined {
  try {
    // proc(5): field 22, counted after the command name, which may hold spaces.
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isStale(path: string, owner: LockOwner | undefined): Promise<boolean> {
  if (!owner) return true;
  if (owner.host !== hostname()) {
    const silence = Date.now() - (await stat(path)).mtimeMs;
    return silence > FOREIGN_STALE_MS;
  }
  if (!isRunning(owner.pid)) return true;
  const started = startTime(owner.pid);
  return started !== undefined && owner.startedAt !== '' && started !== owner.startedAt;
}

async function readOwner(path: string): Promise<{ text: string; owner: LockOwner | undefined }> {
  const text = await readFile(path, 'utf8');
  try {
    return { text, owner: JSON.parse(text) };
  } catch {
    return { text, owner: undefined };
  }
}

/** Who holds the directory now; undefined when nobody living does. */
export async function lockOwner(dir: string): Promise<LockOwner | undefined> {
  const path = join(dir, 'lock');
  try {
    const { owner } = await readOwner(path);
    return (await isStale(path, owner)) ? undefined : owner;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Takes the directory for this process alone; a lock left by a killed process is replaced.
 * Throws DirectoryLockedError naming the living owner.
 */
export async function lockDirectory(dir: string, about?: { url: string }): Promise<DirectoryLock> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, 'lock');
  const mine: LockOwner = {
    pid: process.pid,
    host: hostname(),
    startedAt: startTime(process.pid) ?? '',
    ...(about && { url: about.url }),
  };
  const draft = join(dir, `lock.${process.pid}.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    while (!(await linkNew(draft, path))) await removeStale(dir, path);
  } finally {
    await rm(draft, { force: true });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS).unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      await rm(path, { force: true });
    },
  };
}

/** link(2) fails when the name exists: the atomic test-and-set, with the content already in place. */
async function linkNew(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStale(dir: string, path: string): Promise<void> {
  try {
    const seen = await readOwner(path);
    if (seen.owner && !(await isStale(path, seen.owner))) {
      throw new DirectoryLockedError(dir, seen.owner);
    }
    const aside = `${path}.stale.${randomUUID()}`;
    await rename(path, aside);
    // Between reading and renaming another process may have replaced it: give that one back.
    if ((await readFile(aside, 'utf8')) !== seen.text) await linkNew(aside, path);
    await rm(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
