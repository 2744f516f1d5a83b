import { XapiError } from '../../xapi-error.ts';
import { readBytes, unbroken } from '../request/body.ts';
import type { MediaType } from '../request/media-type.ts';

export interface IncomingPart {
  /** By name in lower case. */
  headers: ReadonlyMap<string, string>;
  /** Has to be read to its end before the next part is asked for. */
  content: AsyncIterable<Buffer>;
}

const HEADER_BYTES = 16 * 1024;
const lineEnd = Buffer.from('\r\n');

/** @throws XapiError 400 */
export function boundaryOf({ parameters }: MediaType): string {
  const boundary = parameters.get('boundary');
  if (boundary) return boundary;
  throw malformed('its Content-Type has no boundary');
}

/**
 * The parts of a multipart body as they arrive; no more of it is held than one chunk (RFC 2046 5.1).
 * @throws XapiError 400
 */
export async function* readParts(
  source: AsyncIterable<Buffer>,
  boundary: string,
): AsyncGenerator<IncomingPart> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const input = openInput(source);
  // What stands before the first boundary is to be ignored.
  for await (const _ of input.until(delimiter));
  while (!(await isClosing(input))) {
    yield { headers: await readHeaders(input), content: input.until(delimiter) };
  }
}

interface Input {
  /** The bytes before the mark; the mark itself is skipped. */
  until(mark: Buffer): AsyncGenerator<Buffer>;
  take(count: number): Promise<Buffer>;
}

function openInput(source: AsyncIterable<Buffer>): Input {
  const chunks = unbroken(source)[Symbol.asyncIterator]();
  // A boundary begins with a line end, which the first one may lack.
  let held: Buffer = lineEnd;
  const fetchMore = async () => {
    const { value, done } = await chunks.next();
    if (done) throw malformed('it ends before its last boundary');
    held = Buffer.concat([held, value]);
  };
  return {
    async *until(mark) {
      for (;;) {
        const at = held.indexOf(mark);
        // A mark may have begun in the last bytes.
        const end = at >= 0 ? at : Math.max(0, held.length - mark.length + 1);
        const piece = held.subarray(0, end);
        held = held.subarray(at >= 0 ? at + mark.length : end);
        if (piece.length > 0) yield piece;
        if (at >= 0) return;
        await fetchMore();
      }
    },
    async take(count) {
      while (held.length < count) await fetchMore();
      const taken = held.subarray(0, count);
      held = held.subarray(count);
      return taken;
    },
  };
}

/** After the boundary: two hyphens behind the last part, else maybe blanks and the line end. */
async function isClosing(input: Input): Promise<boolean> {
  for (
    let next = await input.take(2);
    ;
    next = Buffer.concat([next.subarray(1), await input.take(1)])
  ) {
    if (next.equals(lineEnd)) return false;
    if (next.toString() === '--') return true;
    if (!/^[ \t]/.test(next.toString())) throw malformed('a boundary is followed by other text');
  }
}

async function readHeaders(input: Input): Promise<ReadonlyMap<string, string>> {
  const headers = new Map<string, string>();
  for (;;) {
    const line = (await readBytes(input.until(lineEnd), HEADER_BYTES)).toString();
    if (line === '') return headers;
    const [, name = '', value = ''] = /^([^\s:]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (!name) throw malformed(`a part has the header line ${JSON.stringify(line)}`);
    headers.set(name.toLowerCase(), value);
  }
}

function malformed(reason: string): XapiError {
  return new XapiError(400, {
    message: `The body is no multipart/mixed: ${reason}.`,
    requirement: 'RFC 2046 5.1',
  });
}
