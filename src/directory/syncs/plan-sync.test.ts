import { expect } from 'chai';
import { chooseScope } from './plan-sync.ts';
import type { DirectoryState } from './state.store.ts';
import type { SyncScope } from './sync.store.ts';

describe('what a sync reads', () => {
  const at = new Date('2026-11-21T12:00:00Z');
  const state: DirectoryState = {
    ...{ server: 'dc1 a', watermark: '100', reads: 'r', failures: 0, dueAt: null },
    ...{ fullAt: new Date('2026-11-21T00:00:00Z'), syncedAt: null },
  };
  const choose = (scope: SyncScope, change: Partial<DirectoryState> | undefined = {}, hours = 24) =>
    chooseScope({
      ...{ scope, server: 'dc1 a', reads: 'r', fullSyncHours: hours, at },
      state: change && { ...state, ...change },
    });

  it('are changes since the watermark', () => {
    expect(choose('auto')).to.deep.equal({ since: '100', note: undefined });
  });

  for (const [why, scope, change, hours] of [
    ['that was asked for', 'full', {}, 24],
    ['nothing was read yet', 'changes', { watermark: null }, 24],
    ['nobody was read as a whole yet', 'changes', { fullAt: null }, 24],
    ['another domain controller answers', 'changes', { server: 'dc2 a' }, 24],
    ['the domain controller was restored', 'auto', { server: 'dc1 b' }, 24],
    ['the settings are others', 'changes', { reads: 'other' }, 24],
    ['it is time for that', 'auto', {}, 12],
  ] as const) {
    it(`is everybody where ${why}`, () => {
      expect(choose(scope, change, hours).since).to.equal(undefined);
    });
  }

  it('are changes where these were asked for, also when it is time for everybody', () => {
    expect(choose('changes', {}, 1).since).to.equal('100');
  });
});
