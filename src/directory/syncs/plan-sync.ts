import type { Database } from '../../platform/database/database.ts';
import type { OpenDirectory } from '../reading/open-directory.ts';
import { haveGroupsChanged } from '../reading/read-groups.ts';
import { latestBranchChange } from '../reading/read-people.ts';
import { planGroups } from './plan-groups.ts';
import { addUnchanged, planChanges, planEverybody } from './plan-people.ts';
import type { PlanWriter } from './plan-writer.ts';
import type { DirectoryState } from './state.store.ts';
import type { SyncScope } from './sync.store.ts';

export interface ScopeChoice {
  /** From where on changes are read; undefined: everybody is. */
  since: string | undefined;
  /** Why everybody is read, for people. */
  note: string | undefined;
}

/** What a sync reads, by what is known of the last ones. */
export function chooseScope({
  scope,
  state,
  server,
  reads,
  fullSyncHours,
  at,
}: {
  scope: SyncScope;
  state: DirectoryState | undefined;
  server: string;
  reads: string;
  fullSyncHours: number;
  at: Date;
}): ScopeChoice {
  const everybody = (note: string | undefined) => ({ since: undefined, note });
  if (scope === 'full') return everybody(undefined);
  if (!state?.watermark || !state.fullAt) return everybody('Nothing was taken over yet');
  if (state.server !== server) return everybody('Another server answers than the last time');
  if (state.reads !== reads) return everybody('The settings have changed');
  const age = at.getTime() - state.fullAt.getTime();
  if (scope === 'auto' && age >= fullSyncHours * 3_600_000) {
    return everybody('It is time to see who is gone');
  }
  return { since: state.watermark, note: undefined };
}

export interface PlannedSync {
  /** Of everything that was read. */
  watermark: string | undefined;
  isFull: boolean;
  note: string | undefined;
}

/**
 * Reads the directory over one connection and writes down what would change. Any error leaves a plan
 * that is not one: it is never applied.
 * @throws DirectoryError
 */
export async function planSync(
  deps: {
    database: Database;
    tenantId: string;
    directory: OpenDirectory;
    writer: PlanWriter;
    at: Date;
  },
  chosen: ScopeChoice,
): Promise<PlannedSync> {
  const { directory, writer } = deps;
  const { changes } = directory.profile;
  const start = changes.start(directory.root);
  const moved = chosen.since && (await latestBranchChange(directory, chosen.since));
  const since = moved ? undefined : chosen.since;
  const members = await (since ? planChanges(deps, since) : planEverybody(deps));
  const { unchanged: _, ...changed } = writer.plan.people;
  const haveChanged = Object.values(changed).some((count) => count > 0);
  const readsGroups = !since || haveChanged || (await haveGroupsChanged(directory, since));
  if (readsGroups && since) await addUnchanged(deps, members);
  const groupChange = readsGroups ? await planGroups({ ...deps, members }) : undefined;
  const seen = [chosen.since, moved, members.change, groupChange].filter(
    (change) => change !== undefined,
  );
  return {
    watermark: start ?? (seen.length > 0 ? seen.reduce(changes.later) : undefined),
    isFull: since === undefined,
    note: moved ? 'A part of the directory was renamed or moved' : chosen.note,
  };
}
