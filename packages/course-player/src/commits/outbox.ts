import { bytesOf, lastMessage } from './last-message.ts';
import type { Pending, Sent, Snapshot } from './pending.ts';
import { type SendAnswer, send, sendAndWait, sendLast } from './send.ts';

/** `elsewhere` and `closed` are final. */
export type SaveState = 'saved' | 'saving' | 'waiting' | 'elsewhere' | 'closed';

interface OutboxOptions {
  /** null: nothing is recorded. */
  url: string | null;
  pending: Pending;
  snapshot(): Snapshot;
  onState(state: SaveState): void;
}

/** Brings what changes to the hub: at once where the content asks, else within a second. */
export interface Outbox {
  /** Whether everything is stored when this returns. */
  save(): boolean;
  saveSoon(when?: 'now'): void;
  /** The page goes: what is not stored is sent off without waiting. */
  saveLast(): void;
  /** The page or its content may go: browsers let nobody wait for an answer meanwhile. */
  prepareToGo(): void;
}

const SOON_MS = 1_000;
/** Browsers send no more than 64 KiB when a page goes. */
const LAST_BYTES = 60_000;
const STAYED_MS = 1_000;
const RETRIES_MS = [2_000, 4_000, 8_000, 15_000];

export function createOutbox({ url, pending, snapshot, onState }: OutboxOptions): Outbox {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let ended: 'elsewhere' | 'closed' | undefined;
  let isSending = false;
  let isGoing = false;
  /** Of what a page may send when it goes, together. */
  let room: number | undefined;

  function next(): Sent | undefined {
    pending.take(snapshot());
    return pending.next();
  }

  function settle(sent: Sent, answer: SendAnswer): boolean {
    if (answer === 'stored') {
      failures = 0;
      pending.answered(sent);
      onState('saved');
      return true;
    }
    if (answer === 'failed') {
      const wait = RETRIES_MS[Math.min(failures, RETRIES_MS.length - 1)] ?? SOON_MS;
      failures += 1;
      onState('waiting');
      schedule(wait);
      return false;
    }
    ended = answer;
    onState(answer);
    return false;
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      void saveInBackground();
    }, ms);
  }

  async function saveInBackground(): Promise<void> {
    if (url === null || ended) return;
    if (isSending) {
      schedule(SOON_MS);
      return;
    }
    const sent = next();
    if (!sent) return;
    isSending = true;
    if (failures === 0) onState('saving');
    const answer = await send(url, JSON.stringify(sent.commit));
    isSending = false;
    settle(sent, answer);
  }

  return {
    save() {
      if (ended) return false;
      if (url === null) return true;
      if (room !== undefined) return sendOff();
      clearTimeout(timer);
      timer = undefined;
      const sent = next();
      if (!sent) return true;
      const answer = sendAndWait(url, JSON.stringify(sent.commit));
      if (answer === 'failed' && isGoing) {
        onState('saving');
        return sendLast(url, lastMessage(sent.commit, LAST_BYTES));
      }
      return settle(sent, answer);
    },
    prepareToGo() {
      isGoing = true;
      // Whoever stays after all goes on as before.
      setTimeout(() => {
        isGoing = false;
        void saveInBackground();
      }, STAYED_MS);
    },
    saveSoon(when) {
      if (when === 'now') void saveInBackground();
      else if (failures === 0 && timer === undefined) schedule(SOON_MS);
    },
    saveLast() {
      room = LAST_BYTES;
      sendOff();
    },
  };

  /** Nothing counts as stored: what comes after it says it again, as far as there is room. */
  function sendOff(): boolean {
    const sent = url === null || ended ? undefined : next();
    if (url === null || !sent) return url === null || !ended;
    const body = lastMessage(sent.commit, room ?? LAST_BYTES);
    room = (room ?? LAST_BYTES) - bytesOf(body);
    return sendLast(url, body);
  }
}
