import { type Deadline, describe } from './deadline.ts';
import { OutboundError } from './outbound-error.ts';

/** Passes the body on as it comes and cuts it at `maxBytes`. */
export function limitBody(
  body: AsyncIterable<Uint8Array> | null,
  { host, maxBytes, deadline }: { host: string; maxBytes: number; deadline: Deadline },
): ReadableStream<Uint8Array> | null {
  if (!body) {
    deadline.end();
    return null;
  }
  const chunks = body[Symbol.asyncIterator]();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      try {
        const { done, value } = await chunks.next();
        if (done) {
          deadline.end();
          return stream.close();
        }
        bytes += value.byteLength;
        if (bytes > maxBytes) {
          throw new OutboundError('too_large', `${host} sent more than ${maxBytes} bytes`);
        }
        stream.enqueue(value);
      } catch (error) {
        const readable = describe(error, host, deadline);
        deadline.end(readable);
        stream.error(readable);
      }
    },
    cancel() {
      deadline.end(new OutboundError('aborted', 'The body was not wanted'));
    },
  });
}
