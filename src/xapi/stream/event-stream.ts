import { Readable } from 'node:stream';

/** Something for the reader of an event stream (HTML, 9.2.5). */
export interface StreamEvent {
  /** Where a reader goes on that lost the connection after this one. */
  id?: string | number;
  /** One line; without it, readers only learn the id. */
  data?: string;
  /** How long they wait before they connect again. */
  retryMs?: number;
}

export const eventStreamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Compressed, events would wait for one another.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

function writeEvent({ id, data, retryMs }: StreamEvent): string {
  const lines = [
    ...(retryMs === undefined ? [] : [`retry: ${retryMs}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(data === undefined ? [] : [`data: ${data}`]),
    // Keeps proxies from closing the connection.
    ...(data === undefined ? [':'] : []),
  ];
  return `${lines.join('\n')}\n\n`;
}

/**
 * A body of events, asked for as the reader takes them.
 * @param close called once when the reader is gone, or the events have ended
 */
export function eventStream(events: AsyncGenerator<StreamEvent>, close: () => void): Readable {
  return new Readable({
    read() {
      events.next().then(
        ({ value, done }) => this.push(done ? null : writeEvent(value)),
        (error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      close();
      done(error);
    },
  });
}
