import type { DataModel } from '../launch.ts';
import { createApi2004 } from './scorm2004-api.ts';

/** What of an item's data model is rolled up in the tree when the item ends. */
const ROLLED_UP =
  /^cmi\.(completion_status|success_status|progress_measure|score\.\w+|objectives\.\d+\.(id|success_status|completion_status|progress_measure|score\.\w+))$/;

/**
 * A state of the activity tree that can be resumed. A window that was closed has left an activity
 * open: it is suspended after the fact, as if it had ended with what it said last.
 */
export function suspendedState(
  activityTree: unknown,
  state: string,
  dataModels: Readonly<Record<string, DataModel>>,
): string {
  const api = createApi2004(activityTree, {
    save: () => true,
    onActivityDelivery() {},
    onSequencingSessionEnd() {},
  });
  api.deserializeSequencingState(state);
  const open = api.getSequencingService()?.getSequencingState().currentActivity;
  if (!open?.isActive) return state;
  const said = dataModels[open.id] ?? {};
  api.lmsInitialize('');
  for (const [element, value] of inOrder(said)) api.lmsSetValue(element, value);
  api.adl.nav.request = 'suspendAll';
  api.lmsFinish('');
  return api.serializeSequencingState();
}

/** An objective's id before what is said of it. */
function inOrder(dataModel: DataModel): [string, string][] {
  const entries = Object.entries(dataModel).filter(
    ([element, value]) => ROLLED_UP.test(element) && value !== '' && value !== 'unknown',
  );
  const isId = ([element]: [string, string]) => element.endsWith('.id');
  return [...entries.filter(isId), ...entries.filter((entry) => !isId(entry))];
}
