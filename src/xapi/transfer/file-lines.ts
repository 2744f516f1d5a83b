export interface FileLine {
  /** Undefined for one that is longer than `longest`. */
  text: string | undefined;
  /** Bytes of the source up to the end of this line. */
  end: number;
}

const NEW_LINE = 0x0a;

/** Lines of UTF-8 text as they arrive; no more is held than one of them. */
export async function* fileLines(
  source: AsyncIterable<Buffer>,
  longest: number,
): AsyncGenerator<FileLine> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let end = 0;
  const line = (): FileLine => {
    const text = heldBytes > longest ? undefined : Buffer.concat(held).toString('utf8');
    held = [];
    heldBytes = 0;
    return { text, end };
  };
  for await (const chunk of source) {
    for (let from = 0; from < chunk.length; ) {
      const at = chunk.indexOf(NEW_LINE, from);
      const to = at < 0 ? chunk.length : at;
      heldBytes += to - from;
      if (heldBytes <= longest) held.push(chunk.subarray(from, to));
      else held = [];
      end += to - from;
      if (at >= 0) {
        end += 1;
        yield line();
      }
      from = to + 1;
    }
  }
  if (heldBytes > 0) yield line();
}
