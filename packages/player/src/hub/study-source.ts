import { signal } from '@preact/signals';
import type { PlayerItem } from '../content.ts';
import type { Rating } from '../study/card.ts';
import type { StudyCounts, StudySource } from '../study/study-source.ts';
import type { Recorder } from '../tracking/recorder.ts';
import type { HubClient } from './client.ts';
import type { HubOutbox } from './outbox.ts';
import { rfc3339 } from './rfc3339.ts';

interface QueueItem {
  item: PlayerItem;
  /** Seconds. */
  intervals: Record<Rating, number>;
  flag: number;
}

/** Answer of `GET {api}/queue`. */
interface Queue {
  counts: StudyCounts;
  items: QueueItem[];
  /** RFC 3339. */
  nextDueAt?: string;
}

export interface HubStudySource extends StudySource {
  /** The hub has taken something: look what is due now. */
  refresh(): Promise<void>;
}

export interface HubStudyDeps {
  client: HubClient;
  outbox: HubOutbox;
  recorder: Pick<Recorder, 'record' | 'commitNow' | 'settled'>;
}

/** With fewer left than this, more are fetched ahead, so that a short loss of network is not felt. */
const FEW = 6;

/** The hub schedules; the player holds a few prompts ahead. */
export function hubStudySource({ client, outbox, recorder }: HubStudyDeps): HubStudySource {
  const counts = signal<StudyCounts>({ new: 0, learning: 0, due: 0 });
  let ahead: QueueItem[] = [];
  let nextDueAt: number | null = null;
  let done = 0;
  const undoStack: { reviewId: string; prompt: QueueItem }[] = [];
  /** For each look at the queue under way, what was answered since it began. */
  const answeredSince = new Set<Set<string>>();

  const fetchQueue = async (limit: number): Promise<QueueItem[]> => {
    const stale = new Set(outbox.waiting());
    answeredSince.add(stale);
    try {
      const queue = (await client.get(`/queue?limit=${limit}`)) as Queue;
      counts.value = queue.counts;
      nextDueAt = queue.nextDueAt === undefined ? null : Date.parse(queue.nextDueAt);
      return queue.items.filter(({ item }) => !stale.has(item.id));
    } finally {
      answeredSince.delete(stale);
    }
  };
  const take = (promptId: string): QueueItem | undefined => {
    const taken = ahead.find(({ item }) => item.id === promptId);
    ahead = ahead.filter((other) => other !== taken);
    for (const stale of answeredSince) stale.add(promptId);
    return taken;
  };

  return {
    async next() {
      if (ahead.length === 0) {
        try {
          recorder.commitNow('hidden');
          await recorder.settled();
          ahead = await fetchQueue(20);
        } catch {
          return { kind: 'unreachable' };
        }
        if (ahead.length === 0 && outbox.waiting().size > 0) return { kind: 'unreachable' };
      }
      const [prompt] = ahead;
      if (!prompt) return { kind: 'finished', nextDueAt };
      const { item, intervals, flag } = prompt;
      return { kind: 'prompt', item, intervals, flagged: flag > 0 };
    },
    async refresh() {
      const current = ahead[0];
      const few = ahead.length < FEW;
      const fetched = await fetchQueue(few ? 20 : 1).catch(() => null);
      // The prompt in view stays; if it was answered meanwhile, the list has moved on by itself.
      if (!fetched || ahead[0] !== current) return;
      const known = few ? [] : ahead.slice(1);
      const ids = new Set([current, ...known].map((prompt) => prompt?.item.id));
      const fresh = fetched.filter(({ item }) => !ids.has(item.id));
      ahead = [...(current ? [current] : []), ...fresh, ...known];
    },
    counts: () => counts.value,
    async rate(answer) {
      const prompt = take(answer.itemId);
      if (prompt) undoStack.push({ reviewId: answer.id, prompt });
      const { id, itemId: promptId, rating, latencyMs } = answer;
      const body = { id, promptId, rating, reviewedAt: rfc3339(answer.at), latencyMs };
      outbox.add({ kind: 'review', id, body });
      done++;
      recorder.record({ interaction: answer });
    },
    canUndo: () => undoStack.length > 0,
    async undo() {
      const last = undoStack.pop();
      if (!last) return null;
      done--;
      if (!outbox.withdraw(last.reviewId)) outbox.add({ kind: 'undo', reviewId: last.reviewId });
      ahead = [last.prompt, ...ahead.filter(({ item }) => item.id !== last.prompt.item.id)];
      recorder.record({});
      return 'rating';
    },
    async mark(promptId, action) {
      outbox.add({ kind: 'mark', promptId, action });
      if (action === 'bury' || action === 'suspend') take(promptId);
      else {
        const flag = action === 'flag' ? 1 : 0;
        ahead = ahead.map((prompt) => (prompt.item.id === promptId ? { ...prompt, flag } : prompt));
      }
      recorder.record({});
    },
    suspendedCount: () => 0,
    restoreSuspended() {},
    progress() {
      const left = counts.value.new + counts.value.learning + counts.value.due;
      return done + left === 0 ? 1 : done / (done + left);
    },
  };
}
