import { openDispatch } from '../dispatch/open-dispatch.ts';
import { memoryTracking } from '../tracking/memory.ts';
import type { Tracking, TrackingStart } from '../tracking/tracking.ts';
import { hubAttemptTracking } from './attempt-tracking.ts';
import { createHubClient, type HubPlace } from './client.ts';
import type { OpenedHub } from './opened-hub.ts';
import { createOutbox } from './outbox.ts';
import { type HubStudySource, hubStudySource } from './study-source.ts';
import { hubStudyTracking } from './study-tracking.ts';

export interface OpenHubDeps extends HubPlace {
  now(): number;
  setTimer(run: () => void, ms: number): unknown;
  /** The tracking of the shell around the player, which has this origin. */
  platformAt(origin: string): Tracking;
}

/**
 * Trades the link for a session.
 * @throws HubError when the link does not work, or the hub cannot be reached; LaunchError when
 * there is a shell around the player that does not answer
 */
export async function openHub(deps: OpenHubDeps): Promise<OpenedHub> {
  const { now, setTimer, platformAt, ...place } = deps;
  const client = createHubClient(place);
  const session = await client.open();
  const options = { ...session.content.options, mode: session.mode };
  const content = { ...session.content, options };
  if (session.shellOrigin) {
    const platform = platformAt(session.shellOrigin);
    return openDispatch({ client, session: { ...session, content }, platform, now, setTimer });
  }
  const start: TrackingStart = {
    learner: session.learner,
    mode: session.record === 'nothing' ? 'browse' : 'normal',
    state: '',
    location: '',
    limits: { stateChars: 64_000 },
  };
  const { returnUrl } = session;
  const hasWayOut = returnUrl !== undefined;
  if (session.record === 'nothing') {
    return { content, returnUrl, hasWayOut, start, tracking: memoryTracking() };
  }
  if (session.mode === 'test') {
    return { content, returnUrl, hasWayOut, start, tracking: hubAttemptTracking(client, now) };
  }
  let source: HubStudySource | null = null;
  const outbox = createOutbox(client, () => void source?.refresh());
  return {
    content,
    returnUrl,
    hasWayOut,
    start,
    tracking: hubStudyTracking(outbox),
    source(recorder) {
      source = hubStudySource({ client, outbox, recorder });
      return source;
    },
  };
}
