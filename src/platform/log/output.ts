import { type DestinationStream, pino } from 'pino';

const HELD_CHARACTERS = 16_384;
const HELD_MS = 20;
/** pino's number of the level `warn`. */
const WARN = 40;

let shared: DestinationStream | undefined;

/** The process has one standard output, and so one place where lines wait for it. */
export function standardOutput(): DestinationStream {
  shared ??= heldOutput();
  return shared;
}

/**
 * Lines are held for up to 20 ms, because a system call for each would cost a request more than its
 * answer; warnings and worse are written before the call returns.
 */
function heldOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true });
  let held = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (held) output.write(held);
    held = '';
  };
  process.on('exit', flush);
  const stream = {
    // Asks pino to leave each line's level in `lastLevel`.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string) {
      held += line;
      if (stream.lastLevel >= WARN || held.length > HELD_CHARACTERS) flush();
      else timer ??= setTimeout(flush, HELD_MS);
    },
  };
  return stream;
}
