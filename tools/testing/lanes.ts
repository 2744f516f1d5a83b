import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Tests that run together, one after the other. */
export interface Group {
  /** A file's name. */
  name: string;
  title: string;
  /** About how long it takes: the longest begins first. */
  minutes: number;
}

/** Runs a group; what it prints goes to the file descriptor, or to our own output. */
type Run<G extends Group> = (group: G, output?: number) => Promise<void>;

const LANES = 2;

export async function oneByOne<G extends Group>(groups: G[], run: Run<G>): Promise<void> {
  for (const group of groups) {
    console.log(`\n# ${group.title}`);
    await run(group);
  }
}

/** Two groups at a time, as the tests of one keep one core busy; each is printed when it has ended. */
export async function sideBySide<G extends Group>(groups: G[], run: Run<G>): Promise<void> {
  if (groups.length === 1) return oneByOne(groups, run);
  const dir = await mkdtemp(join(tmpdir(), 'crosswalk-output-'));
  const waiting = [...groups].sort((a, b) => b.minutes - a.minutes);
  const lane = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      console.log(`# ${group.title}: begins`);
      const file = await open(join(dir, group.name), 'w+');
      await run(group, file.fd).finally(() => file.close());
      console.log(`\n# ${group.title}`);
      await pipeline(createReadStream(join(dir, group.name)), process.stdout, { end: false });
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await rm(dir, { recursive: true });
  }
}
