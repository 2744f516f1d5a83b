import { expect } from 'chai';
import { type HubClient, HubError } from './client.ts';
import { createOutbox } from './outbox.ts';

const given = { rating: 'good', reviewedAt: '2026-01-01T00:00:00Z', latencyMs: 5 };

function setup(failures: HubError[] = []) {
  const sent: [string, unknown][] = [];
  let delivered = 0;
  const client: Pick<HubClient, 'post'> = {
    async post(path, body) {
      const failure = failures.shift();
      if (failure) throw failure;
      sent.push([path, body]);
    },
  };
  const outbox = createOutbox(client, () => delivered++);
  const review = (id: string) =>
    outbox.add({ kind: 'review', id, body: { id, promptId: `prompt of ${id}`, ...given } });
  return { outbox, sent, review, delivered: () => delivered };
}

describe('outbox of the hub', () => {
  it('sends in order, reviews in a row together', async () => {
    const { outbox, sent, review, delivered } = setup();
    review('a');
    review('b');
    outbox.add({ kind: 'undo', reviewId: 'b' });
    outbox.add({ kind: 'mark', promptId: 'p', action: 'bury' });
    review('c');
    await outbox.flush(false);
    expect(sent.map(([path]) => path)).to.deep.equal(['/reviews', '/undo', '/marks', '/reviews']);
    expect(sent[0]?.[1]).to.have.length(2);
    expect(delivered()).to.equal(1);
  });

  it('keeps what was not acknowledged and sends it again', async () => {
    const { outbox, sent, review } = setup([new HubError(0, 'unreachable', '')]);
    review('a');
    const error = await outbox.flush(false).catch((e: unknown) => e);
    expect(error).to.have.property('retry', true);
    expect([...outbox.waiting()]).to.deep.equal(['prompt of a']);
    await outbox.flush(false);
    expect(sent).to.deep.equal([['/reviews', [{ id: 'a', promptId: 'prompt of a', ...given }]]]);
  });

  it('drops what the hub refuses for good, and only that', async () => {
    const { outbox, sent, review } = setup([new HubError(404, 'not_found', '')]);
    outbox.add({ kind: 'mark', promptId: 'gone', action: 'bury' });
    review('a');
    const error = await outbox.flush(false).catch((e: unknown) => e);
    expect(error).to.have.property('retry', false);
    await outbox.flush(false);
    expect(sent.map(([path]) => path)).to.deep.equal(['/reviews']);
  });

  it('an answer that was not sent yet can be withdrawn', async () => {
    const { outbox, sent, review } = setup();
    review('a');
    expect(outbox.withdraw('a')).to.equal(true);
    expect(outbox.withdraw('a')).to.equal(false);
    await outbox.flush(false);
    expect(sent).to.deep.equal([]);
  });
});
