import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../log/log.ts';
import { createOutage } from './outage.ts';

/** Wakes workers of other processes. */
export interface Bell {
  /** Returns at once, whatever Redis does: nothing that serves a request waits for it. */
  ring(jobIds: readonly string[]): void;
  /** From here on this process may be woken. */
  listen(): void;
  /** Leaves the messages to other processes. */
  mute(): void;
  close(): Promise<void>;
}

export interface BellOptions {
  url: string;
  queueName: string;
  /** Resolves when this process could run one more job. */
  hasRoom: () => Promise<void>;
  onRing: () => void;
  log: Log;
}

const CLOSING_MS = 1_000;

/**
 * BullMQ carries one message for each job, named by its id, to a process with room for a job. It is
 * a hint: whoever gets it claims rows as always, the next one in turn rather than this one, or a
 * tenant with 10,000 messages would be served before everybody else. So a message may be lost (a
 * wiped Redis), doubled or late without harm; each worker's polling of the table finds the row.
 */
export function connectBell(options: BellOptions): Bell {
  const { queueName, hasRoom, onRing } = options;
  const outage = createOutage(options.log, 'redis');
  let isClosed = false;
  const connection = new Redis(options.url, {
    maxRetriesPerRequest: null,
    // BullMQ's copy of the connection, which blocks, never ends while Redis is away.
    retryStrategy: (times) => (isClosed ? null : Math.min(times * 200, 2_000)),
  });
  connection.on('error', outage.failed);
  connection.on('ready', outage.over);
  // What BullMQ would warn of (an evicting or volatile Redis) is fine here.
  const base = { connection, skipVersionCheck: true };
  const queue = new Queue(queueName, base);
  queue.on('error', outage.failed);
  let worker: Worker | undefined;
  let muted: Promise<void> | undefined;

  async function add(jobIds: readonly string[]): Promise<void> {
    await queue.addBulk(
      jobIds.map((jobId) => ({
        name: 'due',
        data: {},
        opts: { jobId, removeOnComplete: true, removeOnFail: true },
      })),
    );
  }

  return {
    ring(jobIds) {
      // While Redis is away, BullMQ would keep each message in memory until it returns.
      if (jobIds.length === 0 || connection.status !== 'ready') return;
      add(jobIds).catch(outage.failed);
    },
    listen() {
      worker = new Worker(queueName, () => hasRoom().then(onRing), base);
      worker.on('error', outage.failed);
    },
    mute() {
      muted = worker?.close().catch(outage.failed);
    },
    async close() {
      const closing = Promise.all([muted, queue.close()]).catch(() => undefined);
      const timeout = new Promise((resolve) => setTimeout(resolve, CLOSING_MS).unref());
      await Promise.race([closing, timeout]);
      isClosed = true;
      connection.disconnect();
    },
  };
}
