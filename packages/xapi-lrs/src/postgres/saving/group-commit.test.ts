import { expect } from 'chai';
import type { PreparedStatement } from '../../store.ts';
import { createGroupCommit } from './group-commit.ts';
import { type ReadyStatement, readyStatement } from './ready-statement.ts';

const prepared: PreparedStatement = {
  id: '00000000-0000-4000-8000-000000000000',
  version: '2.0.0',
  json: '{}',
  hasTimestamp: true,
  hash: '0'.repeat(64),
  verb: 'verb',
  registration: undefined,
  agents: [],
  activities: [],
  authority: 'authority',
  refersTo: undefined,
  voids: false,
  definitions: [],
  names: [],
  attachments: [],
};
const batchOf = (size: number) => Array.from({ length: size }, () => readyStatement(prepared));

/** A store whose transactions end when told; keeps the sizes of the batches of each. */
function heldStore(outcome: (sizes: number[]) => (Error | undefined)[] = () => []) {
  const groups: { tenant: string; sizes: number[] }[] = [];
  let release: () => void = () => undefined;
  const commit = createGroupCommit(
    async (tenant, batches: readonly (readonly ReadyStatement[])[]) => {
      const sizes = batches.map(({ length }) => length);
      groups.push({ tenant, sizes });
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return { refusals: outcome(sizes), consistentThrough: new Date(groups.length) };
    },
  );
  /** Ends one transaction after another until all is settled. */
  const settle = async (all: Promise<unknown>[]) => {
    let isSettled = false;
    const settled = Promise.allSettled(all).finally(() => {
      isSettled = true;
    });
    while (!isSettled) {
      release();
      await new Promise(setImmediate);
    }
    return settled;
  };
  return { groups, commit, settle };
}

describe('group commit', () => {
  it('begins at once, and lets what comes meanwhile share the next transaction', async () => {
    const { groups, commit, settle } = heldStore();
    const all = [1, 2, 3].map((size) => commit('a', batchOf(size)));
    expect(groups).to.have.lengthOf(1);
    await settle(all);
    expect(groups.map(({ sizes }) => sizes)).to.deep.equal([[1], [2, 3]]);
  });

  it('lines one transaction up behind one that has asked for all, and no more', async () => {
    const writing: (() => void)[] = [];
    const ends: (() => void)[] = [];
    const commit = createGroupCommit(async (_tenant, _batches, onWriting) => {
      writing.push(onWriting ?? (() => undefined));
      await new Promise<void>((resolve) => ends.push(resolve));
      return { refusals: [], consistentThrough: new Date(0) };
    });
    const all = [commit('a', batchOf(1)), commit('a', batchOf(1))];
    expect(writing).to.have.lengthOf(1);
    writing[0]?.();
    await new Promise(setImmediate);
    expect(writing).to.have.lengthOf(2);
    all.push(commit('a', batchOf(1)));
    writing[1]?.();
    await new Promise(setImmediate);
    expect(writing).to.have.lengthOf(2);
    ends[0]?.();
    await all[0];
    await new Promise(setImmediate);
    expect(writing).to.have.lengthOf(3);
    ends[1]?.();
    ends[2]?.();
    await Promise.all(all);
  });

  it('takes no more than 200 statements together, but any batch by itself', async () => {
    const { groups, commit, settle } = heldStore();
    await settle([1, 150, 50, 1, 500, 1].map((size) => commit('a', batchOf(size))));
    expect(groups.map(({ sizes }) => sizes)).to.deep.equal([[1], [150, 50], [1], [500], [1]]);
  });

  it('keeps no tenant waiting for another', () => {
    const { groups, commit } = heldStore();
    void commit('a', batchOf(1));
    void commit('b', batchOf(1));
    expect(groups.map(({ tenant }) => tenant)).to.deep.equal(['a', 'b']);
  });

  it('refuses the batches that are refused, and no others', async () => {
    const { commit, settle } = heldStore((sizes) =>
      sizes.map((size) => (size === 2 ? new Error('refused') : undefined)),
    );
    const outcomes = await settle([1, 2, 3].map((size) => commit('a', batchOf(size))));
    expect(outcomes.map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('tries those that shared a broken transaction again, each by itself', async () => {
    const { groups, commit, settle } = heldStore((sizes) => {
      if (sizes.includes(2)) throw new Error('broken');
      return [];
    });
    const outcomes = await settle([1, 2, 3].map((size) => commit('a', batchOf(size))));
    expect(groups.map(({ sizes }) => sizes)).to.deep.equal([[1], [2, 3], [2], [3]]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });
});
