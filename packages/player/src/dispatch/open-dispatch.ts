import { hubAttemptTracking } from '../hub/attempt-tracking.ts';
import type { HubClient, HubSession } from '../hub/client.ts';
import type { OpenedHub } from '../hub/opened-hub.ts';
import { createOutbox } from '../hub/outbox.ts';
import type { Standing } from '../hub/standing.ts';
import { type HubStudySource, hubStudySource } from '../hub/study-source.ts';
import { hubStudyTracking } from '../hub/study-tracking.ts';
import { memoryTracking } from '../tracking/memory.ts';
import type { Tracking, TrackingStart } from '../tracking/tracking.ts';
import { type Kept, unpackKept } from './backlog.ts';
import { type DispatchTracking, dispatchTracking, type HubSide } from './dispatch-tracking.ts';

export interface OpenDispatchDeps {
  client: HubClient;
  session: HubSession;
  /** Of the learning platform, through the shell. */
  platform: Tracking;
  now(): number;
  setTimer(run: () => void, ms: number): unknown;
}

/**
 * Plays for a learning platform that has only a shell of the deck.
 * @throws LaunchError when the shell does not answer
 */
export async function openDispatch(deps: OpenDispatchDeps): Promise<OpenedHub> {
  const { session, platform } = deps;
  const { content } = session;
  const start = await platform.init();
  const frame = { content, returnUrl: undefined, hasWayOut: true };
  const isRecorded = session.record === 'facts' && start.mode === 'normal';
  if (!isRecorded) {
    const mode = start.mode === 'normal' ? 'browse' : start.mode;
    const tracking = { ...memoryTracking(), finish: platform.finish };
    return { ...frame, tracking, start: { ...start, mode } };
  }
  const kept = unpackKept(start.state);
  const { stateChars } = start.limits;
  const opened = { ...deps, kept, start, stateChars };
  // The other half is for what the hub has not got yet.
  const limits = { stateChars: Math.floor(stateChars / 2) };
  const shown: TrackingStart = { ...start, state: kept.state, limits };
  const parts = session.mode === 'test' ? openTest(opened) : openStudy(opened);
  parts.tracking.forward();
  return { ...frame, start: shown, ...parts };
}

type Opening = OpenDispatchDeps & { kept: Kept; stateChars: number };
type Parts = { tracking: DispatchTracking } & Pick<OpenedHub, 'source'>;

function openTest({ client, platform, kept, stateChars, now, setTimer }: Opening): Parts {
  const tracking = hubAttemptTracking(client, now, kept);
  const hub: HubSide = { tracking, backlog: () => ({ ...tracking.open(), sendings: [] }) };
  const { state } = kept;
  return { tracking: dispatchTracking({ platform, hub, state, stateChars, setTimer }) };
}

function openStudy(opening: Opening): Parts {
  const { client, session, platform, kept, stateChars, setTimer } = opening;
  let source: HubStudySource | null = null;
  const onDelivered = (answer: unknown): void => {
    void source?.refresh();
    const standing = standingOf(answer);
    if (standing) void tracking.report(standing).catch(() => {});
  };
  const outbox = createOutbox(client, onDelivered, kept.sendings);
  const hub: HubSide = {
    tracking: hubStudyTracking(outbox),
    backlog: () => ({ attempt: null, answers: [], sendings: outbox.entries() }),
  };
  const tracking = dispatchTracking({ platform, hub, state: '', stateChars, setTimer });
  // Of what was learnt while the platform did not hear of it, as when the last launch ended early.
  if (session.standing) void tracking.report(session.standing).catch(() => {});
  return {
    tracking,
    source(recorder) {
      source = hubStudySource({ client, outbox, recorder });
      return source;
    },
  };
}

/** The hub is the same release as the player, so the shape of its answers is trusted. */
function standingOf(answer: unknown): Standing | undefined {
  return (answer as { standing?: Standing } | null | undefined)?.standing;
}
