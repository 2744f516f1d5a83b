import { uuidv7 } from '../../src/platform/crypto/uuid.ts';

/** What came of a batch: it is stored, it has to be sent again, or there is nobody to send it to. */
export type Outcome = 'stored' | 'again' | 'over';

export interface Batch {
  /** The registration of its statements. */
  id: string;
  statements: { id: string }[];
}

const SIZES = [1, 10, 3, 25];
const ACTORS = 20;

/** Clients of an LRS that send batch after batch. */
export function createBatchStream() {
  const sent: Batch[] = [];
  const acknowledged: string[] = [];
  const unanswered: Batch[] = [];

  function nextBatch(): Batch {
    const again = unanswered.shift();
    if (again) return again;
    const size = SIZES[sent.length % SIZES.length] ?? 1;
    const id = uuidv7();
    const batch = { id, statements: Array.from({ length: size }, (_, i) => statementOf(id, i)) };
    sent.push(batch);
    return batch;
  }

  async function sendOn(send: (batch: Batch) => Promise<Outcome>): Promise<void> {
    for (;;) {
      const batch = nextBatch();
      const outcome = await send(batch);
      if (outcome === 'stored') acknowledged.push(...batch.statements.map(({ id }) => id));
      else unanswered.push(batch);
      if (outcome === 'over') return;
    }
  }

  return {
    /** Every batch that was tried, in order. */
    sent,
    /** Ids of statements, in the order in which they were acknowledged. */
    acknowledged,
    /** Sends by several clients at once until all of them have nobody to send to. */
    pour: async (clients: number, send: (batch: Batch) => Promise<Outcome>): Promise<void> => {
      await Promise.all(Array.from({ length: clients }, () => sendOn(send)));
    },
    /** Never again sends every second batch that got no answer: half of one would stay half. */
    giveUpHalf: () => {
      for (let i = unanswered.length - 1; i >= 0; i -= 2) unanswered.splice(i, 1);
    },
  };
}

function statementOf(registration: string, i: number) {
  return {
    id: uuidv7(),
    actor: { account: { homePage: 'https://school.example', name: `learner-${i % ACTORS}` } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
    object: { id: `https://school.example/questions/${i}` },
    result: { success: i % 3 === 0 },
    context: { registration },
  };
}
